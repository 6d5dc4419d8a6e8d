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
    private final Process guard;

    private EmbeddedDatabase(EmbeddedPostgres server, Path directory, Process guard) {
        this.server = server;
        this.directory = directory;
        this.guard = guard;
    }

    /**
     * Starts a server on the loopback interface.
     *
     * @param port its port, or 0 for any free one
     */
    static EmbeddedDatabase start(int port) throws IOException {
        Path directory = Files.createTempDirectory("oncegate-postgres-");
        try {
            EmbeddedPostgres server = startIn(directory, port);
            EmbeddedDatabase database = new EmbeddedDatabase(server, directory, guard(directory));
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

    /**
     * A shell that waits on this process's end, which closes its standard input, and then takes the server and its
     * directory away. Nothing inside this process could do so after a SIGKILL. It outlives a Ctrl-C, which reaches it too.
     */
    private static Process guard(Path directory) throws IOException {
        String script = """
                trap '' INT HUP
                cat >/dev/null
                pid=$(head -n 1 "$1/data/postmaster.pid") && kill -QUIT "$pid"
                while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
                rm -rf "$1"
                """;
        return new ProcessBuilder("sh", "-c", script, "guard", directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
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
            guard.destroy();
            FileSystemUtils.deleteRecursively(directory);
        }
        LOG.info("embedded PostgreSQL stopped");
    }
}
