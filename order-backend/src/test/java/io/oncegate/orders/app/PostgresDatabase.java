package io.oncegate.orders.app;

import java.io.IOException;

/** The server that the embedded profile brings. */
final class PostgresDatabase extends Database {

    PostgresDatabase() {
        super("PostgreSQL", "postgres", "select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
    }

    @Override
    String start() throws IOException {
        EmbeddedDatabase server = EmbeddedDatabase.start(0);
        atExit(server::close);
        return server.jdbcUrl();
    }

    @Override
    String urlOf(String server, String database) {
        return server.replace("/postgres?", "/" + database + "?");
    }

    @Override
    boolean mayBeMissing() {
        return false;
    }
}
