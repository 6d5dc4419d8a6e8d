package io.oncegate.orders.jdbc;

import io.oncegate.orders.Order;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * MariaDB and MySQL: a plain insert, whose unique violation undoes that statement and leaves the transaction usable.
 *
 * <p>Not {@code insert ignore}, which would swallow every other fault of the row too, and no {@code returning}, which MySQL
 * lacks. The loser of a crossing holds a shared lock on the winner's index entry until it ends; where the winner rolls
 * back, losers may deadlock, and {@link JdbcOrderRepository} tries again.
 */
final class MariaPlacement implements Placement {

    /** As many rows as the migration put into {@code order_lock}. */
    private static final int LOCKS = 256;

    private final JdbcClient client;
    private final OrderRows rows;

    MariaPlacement(JdbcClient client, OrderRows rows) {
        this.client = client;
        this.rows = rows;
    }

    @Override
    public boolean insert(Order order) {
        try {
            client.sql(OrderRows.INSERT).params(rows.values(order)).update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    @Override
    public void serialiseSameContent(Order order) {
        // get_lock() belongs to the session and would outlive the transaction or end before it; a row lock ends with
        // it.
        // A fixed number of rows, so that nothing grows: contents that share one merely wait for each other.
        int slot = Math.floorMod(
                List.of(order.userId(), order.prodCode(), order.amount().toString())
                        .hashCode(),
                LOCKS);
        client.sql("select slot from order_lock where slot = :slot for update")
                .param("slot", slot)
                .query(Integer.class)
                .single();
    }
}
