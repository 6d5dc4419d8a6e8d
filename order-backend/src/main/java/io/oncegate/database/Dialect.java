package io.oncegate.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;

/** The kinds of database that the services run on. */
public enum Dialect {
    /** PostgreSQL, where equal strings are the same bytes under its usual collations. */
    POSTGRESQL("classpath:db/migration/postgresql", "C", true),
    /** MariaDB. */
    MARIADB("classpath:db/migration/mariadb", "utf8mb4_nopad_bin", false),
    /** MySQL 8, which differs from MariaDB in the name of the collation under which only equal strings are equal. */
    MYSQL("classpath:db/migration/mariadb", "utf8mb4_0900_bin", false);

    private final String migrations;
    private final String exactCollation;
    private final boolean zonedTimes;

    Dialect(String migrations, String exactCollation, boolean zonedTimes) {
        this.migrations = migrations;
        this.exactCollation = exactCollation;
        this.zonedTimes = zonedTimes;
    }

    /**
     * The dialect of a live database, by what it says of itself and not by its URL: one driver speaks to two of them.
     *
     * @throws IllegalStateException if it is another kind of database
     */
    public static Dialect of(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return named(connection.getMetaData().getDatabaseProductName());
        }
    }

    static Dialect named(String product) {
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "MariaDB" -> MARIADB;
            case "MySQL" -> MYSQL;
            default ->
                throw new IllegalStateException(
                        "The database is " + product + "; it must be PostgreSQL, MariaDB or MySQL.");
        };
    }

    /** Where this dialect's migrations are. */
    public String migrations() {
        return migrations;
    }

    /** What the migrations' placeholders stand for. */
    public Map<String, String> placeholders() {
        return Map.of("exact", exactCollation);
    }

    /** {@code time} as a statement's parameter; whole microseconds come back as they went. */
    public Object timestamp(Instant time) {
        // a datetime column has no zone, and a driver's idea of one must not come in between
        return zonedTimes ? time.atOffset(ZoneOffset.UTC) : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** The time in a column. */
    public Instant instant(ResultSet row, String column) throws SQLException {
        return zonedTimes
                ? row.getObject(column, OffsetDateTime.class).toInstant()
                : row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
