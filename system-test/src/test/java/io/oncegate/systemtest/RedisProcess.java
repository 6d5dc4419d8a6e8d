package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;

/**
 * A redis-server with {@code config/redis.conf}, which a test may kill, pause and start again on the same port. What it
 * had written to its append-only file is there again.
 */
final class RedisProcess implements AutoCloseable {

    private static final Path CONFIGURATION = Installation.find().root().resolve("config/redis.conf");
    private static final long LONGEST_START_SECONDS = 20;

    private final int port;
    private final Path directory;
    private final List<String> command;
    private ChildProcess process;

    private RedisProcess(int port, Path directory, List<String> command) throws IOException {
        this.port = port;
        this.directory = directory;
        this.command = command;
        this.process = launch(port, directory, command);
    }

    /**
     * Starts one.
     *
     * @param settings over those of {@code config/redis.conf}, such as {@code --maxmemory 2mb}
     */
    static RedisProcess start(String... settings) {
        int port = OwnPorts.any();
        try {
            Path directory = directory();
            // a copy: a Sentinel lets a server write its configuration anew
            Path configuration = Files.copy(CONFIGURATION, directory.resolve("redis.conf"));
            Stream<String> own = Stream.of(
                    program(),
                    configuration.toString(),
                    "--port",
                    Integer.toString(port),
                    "--dir",
                    directory.toString());
            Stream<String> words = Arrays.stream(settings).flatMap(setting -> Arrays.stream(setting.split(" ", -1)));
            return new RedisProcess(port, directory, Stream.concat(own, words).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a Sentinel, which with a second one's consent replaces a primary that is away for a second.
     *
     * @param name what the primary is called
     * @param primary its port
     */
    static RedisProcess sentinel(String name, int primary) {
        int port = OwnPorts.any();
        try {
            Path directory = directory();
            Path configuration = directory.resolve("sentinel.conf");
            Files.writeString(configuration, """
                    port %1$d
                    bind 127.0.0.1
                    dir %2$s
                    sentinel monitor %3$s 127.0.0.1 %4$d 2
                    sentinel down-after-milliseconds %3$s 1000
                    sentinel failover-timeout %3$s 10000
                    """.formatted(port, directory, name, primary));
            return new RedisProcess(port, directory, List.of(program(), configuration.toString(), "--sentinel"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() throws IOException {
        Files.createDirectories(Application.logs());
        return Files.createTempDirectory(Application.logs(), "redis-");
    }

    private static String program() throws IOException {
        return RedisExecProvider.defaultProvider()
                .get()
                .toPath()
                .toAbsolutePath()
                .toString();
    }

    int port() {
        return port;
    }

    ChildProcess process() {
        return process;
    }

    /** Ends it as SIGKILL does. */
    void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill}, with what its append-only file holds. */
    void restart() {
        try {
            process = launch(port, directory, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    void pause() {
        Signals.pause(process.pid());
    }

    /** Lets it go on after {@link #pause}. */
    void resume() {
        Signals.resume(process.pid());
    }

    /** Sends one command; the first line of the reply. */
    String command(String line) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader reply =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(reply.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // a paused one would not hear anything else
        process.kill();
    }

    private static ChildProcess launch(int port, Path directory, List<String> command) throws IOException {
        ChildProcess started =
                ChildProcess.start("redis-server", directory, directory.resolve("redis.log"), Map.of(), command);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (!answers(port)) {
            if (System.nanoTime() > deadline || ended(started)) {
                started.kill();
                throw new IllegalStateException("redis-server did not start: " + started.lastWords());
            }
        }
        return started;
    }

    /** Also gives it a moment. */
    private static boolean ended(ChildProcess process) {
        return process.exit()
                .thenApply(code -> true)
                .completeOnTimeout(false, 20, TimeUnit.MILLISECONDS)
                .join();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII);
            // one that knows nobody without a password is there, one that is loading is not
            return answer.startsWith("+PONG") || answer.equals("-NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }
}
