package io.oncegate.orders.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of our own. Its program and data lie in a new directory that only this user can read, and are gone
 * after {@link #close}.
 */
final class EmbeddedDatabase implements AutoCloseable {

    static final String USER = "postgres";
    private static final String NAME = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final EmbeddedPostgres server;
    private final Path directory;

    private EmbeddedDatabase(EmbeddedPostgres server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Starts a server on the loopback interface.
     *
     * @param port its port, or 0 for any free one
     */
    static EmbeddedDatabase start(int port) throws IOException {
        Path directory = Files.createTempDirectory("oncegate-postgres-");
        try {
            EmbeddedDatabase database = new EmbeddedDatabase(startIn(directory, port), directory);
            LOG.info("embedded PostgreSQL: {}", database.jdbcUrl());
            LOG.info("look inside with: psql -h localhost -p {} -U {} {}", database.server.getPort(), USER, NAME);
            return database;
        } catch (IOException | RuntimeException e) {
            FileSystemUtils.deleteRecursively(directory);
            throw e;
        }
    }

    private static EmbeddedPostgres startIn(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                // the default is a directory that every user can write to, and what lies there gets executed
                .setOverrideWorkingDirectory(directory.resolve("program").toFile())
                .setDataDirectory(directory.resolve("data"))
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(Duration.ofSeconds(60))
                // its own hook would stop the server under the requests that a graceful shutdown still waits for
                .setRegisterShutdownHook(false)
                .start();
    }

    String jdbcUrl() {
        return server.getJdbcUrl(USER, NAME);
    }

    /** Stops the server and deletes everything of it. */
    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
        LOG.info("embedded PostgreSQL stopped");
    }
}
