package io.oncegate.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis of this gateway's own, for trials: it keeps nothing when it stops. Of the library only the program is
 * used: its own shutdown hook would stop Redis under the exchanges that a graceful shutdown still waits for.
 */
final class EmbeddedRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final String HOST = "127.0.0.1";
    private static final long STOP_SECONDS = 10;

    private final int port;
    private final Path directory;
    private final Process server;
    private final Process guard;

    /**
     * Starts it.
     *
     * @param port where it listens, on loopback only; 0 takes a free one
     */
    EmbeddedRedis(int port) {
        try {
            this.port = port == 0 ? freePort() : port;
            this.directory = Files.createTempDirectory("oncegate-redis-");
            this.server = start(program(directory), this.port);
            this.guard = guard(server.pid(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Redis cannot be started", e);
        }
        awaitReady();
        LOG.info("embedded Redis: redis-cli -p {} --scan", this.port);
    }

    String host() {
        return HOST;
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    ProcessHandle process() {
        return server.toHandle();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        guard.destroy();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            LOG.warn("the directory of the embedded Redis stays behind: {}", directory, e);
        }
    }

    /** The library unpacks the program into a directory of its own, which a SIGKILL would leave behind. */
    private static Path program(Path directory) throws IOException {
        File unpacked = RedisExecProvider.defaultProvider().get();
        Path program = Files.copy(unpacked.toPath(), directory.resolve("redis-server"));
        File itsDirectory = unpacked.getParentFile();
        if (itsDirectory != null && unpacked.delete() && !itsDirectory.delete()) {
            LOG.debug("{} stays behind", itsDirectory);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        return program;
    }

    private static Process start(Path program, int port) throws IOException {
        List<String> command = List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory-policy",
                "noeviction",
                "--dir",
                String.valueOf(program.getParent()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * A shell that waits on this process's end, which closes its standard input, and then takes Redis and its directory
     * away. Nothing inside this process could do so after a SIGKILL. It outlives a Ctrl-C, which reaches it too.
     */
    private static Process guard(long redis, Path directory) throws IOException {
        String script = "trap '' INT HUP; cat >/dev/null; kill \"$1\" 2>/dev/null; rm -rf \"$2\"";
        return new ProcessBuilder("sh", "-c", script, "guard", Long.toString(redis), directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() {
        StringBuilder said = new StringBuilder();
        try {
            BufferedReader output = server.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(System.lineSeparator()).append(line);
                if (line.contains("Ready to accept connections")) {
                    drain(output);
                    return;
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        close();
        throw new IllegalStateException("the embedded Redis did not start on port " + port + ":" + said);
    }

    /** A pipe that nobody reads would fill up and stop Redis. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(LOG::debug), "embedded-redis-output");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, e) -> LOG.debug("the embedded Redis is gone", e));
        reader.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
