package io.oncegate.systemtest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The order service's tables, past the order service.
 *
 * @param database where they are
 */
record Tables(DataSource database) {

    /** How many orders there are under a key. */
    int ordersWith(String key) {
        return count("select count(*) from orders where dedup_key = ?", key);
    }

    /** How many orders of that amount there are. */
    int ordersOf(String amount) {
        return count("select count(*) from orders where amount = cast(? as numeric)", amount);
    }

    /** The ids of what was made, by key or by text. */
    Map<String, List<String>> made(Route route) {
        String sql = route == Route.ORDERS
                ? "select dedup_key, order_id::text from orders"
                : "select text, feedback_id::text from feedback";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Map<String, List<String>> made = new HashMap<>();
            while (rows.next()) {
                made.computeIfAbsent(rows.getString(1), it -> new ArrayList<>()).add(rows.getString(2));
            }
            return made;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the constraint hold nothing back, until it is given back; the service names it, so that there has to be one. */
    Held withoutConstraint() {
        execute("create function somebody_else() returns trigger as $$ begin"
                + " new.user_id := new.user_id || gen_random_uuid(); return new; end $$ language plpgsql");
        execute("create trigger somebody_else before insert on orders"
                + " for each row execute function somebody_else()");
        return () -> execute("drop function somebody_else cascade");
    }

    /** Takes the orders away, so that whoever wants to read or write any fails, until they are given back. */
    Held withoutOrders() {
        execute("alter table orders rename to orders_taken_away");
        return () -> execute("alter table orders_taken_away rename to orders");
    }

    int feedbackWith(String text) {
        return count("select count(*) from feedback where text = ?", text);
    }

    /** Whether an order has both this key and this id. */
    boolean hasOrder(String key, String orderId) {
        return count("select count(*) from orders where dedup_key = ? and order_id::text = ?", key, orderId) == 1;
    }

    /** Lets nothing be written any more: whoever tries to insert waits. */
    Held lock() {
        try {
            Connection connection = database.getConnection();
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table orders, feedback in exclusive mode");
            return () -> close(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many transactions wait for {@link #lock}. */
    int waiting() {
        return count("select count(*) from pg_locks where not granted and mode = ?", "RowExclusiveLock");
    }

    /** Waits until nobody is at anything, whether or not a process is left to hear how it went. */
    void awaitQuiet() {
        Eventually.happens(
                "nobody was at anything in the database",
                () -> count(
                                "select count(*) from pg_stat_activity where backend_type = ?"
                                        + " and state <> 'idle' and pid <> pg_backend_pid()",
                                "client backend")
                        == 0);
    }

    private void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count(String sql, String... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection connection) {
        try {
            // takes its transaction back, and with it the lock
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
