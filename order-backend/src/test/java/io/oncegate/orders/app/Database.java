package io.oncegate.orders.app;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real database server, started when first asked for and stopped at the end of all tests. */
abstract class Database {

    private final String name;
    private final String user;
    private final String countWaiting;
    private final AtomicInteger databases = new AtomicInteger();
    private @Nullable String server;
    private @Nullable RunningService service;

    /**
     * @param countWaiting a query for the number of transactions that wait for another one's lock
     */
    Database(String name, String user, String countWaiting) {
        this.name = name;
        this.user = user;
        this.countWaiting = countWaiting;
    }

    abstract String start() throws IOException;

    abstract String urlOf(String server, String database);

    /** Whether tests are skipped, and do not fail, where the server does not start. */
    abstract boolean mayBeMissing();

    String user() {
        return user;
    }

    String countWaiting() {
        return countWaiting;
    }

    /** The service on this kind of database, one for all tests that do not change it. */
    synchronized RunningService service() {
        if (service == null) {
            service = RunningService.on(this);
        }
        return service;
    }

    /** The URL of a new, empty database. */
    synchronized String create() {
        String running = server();
        String database = "test" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(urlWithUser(running));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return urlOf(running, database);
    }

    private String urlWithUser(String url) {
        return url.contains("?") ? url : url + "?user=" + user;
    }

    private String server() {
        try {
            if (server == null) {
                server = start();
            }
            return server;
        } catch (IOException | RuntimeException e) {
            if (mayBeMissing()) {
                return abort(name + " does not start here: " + e);
            }
            throw new IllegalStateException(name + " does not start here", e);
        }
    }

    interface Closing {
        void close() throws IOException;
    }

    static void atExit(Closing closing) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                closing.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    @Override
    public String toString() {
        return name;
    }
}
