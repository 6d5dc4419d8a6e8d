package io.oncegate.orders.app;

import java.util.stream.Stream;

/** The kinds of database that the contract is run against. */
final class Databases {

    static final Database POSTGRESQL = new PostgresDatabase();
    static final Database MARIADB = new MariaDatabase();

    private Databases() {}

    static Stream<Database> all() {
        return Stream.of(POSTGRESQL, MARIADB);
    }
}
