package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
    private static final int LONGEST_REPLY_MILLIS = 1_000;

    private final Site site;
    private final int port;
    private final Path directory;
    private final List<String> command;
    private volatile ChildProcess process;

    private RedisProcess(Site site, int port, Path directory, List<String> command) throws IOException {
        this.site = site;
        this.port = port;
        this.directory = directory;
        this.command = site.command(command);
        this.process = launch(List.of());
    }

    /**
     * Starts one.
     *
     * @param settings over those of {@code config/redis.conf}, such as {@code --maxmemory 2mb}
     */
    static RedisProcess start(String... settings) {
        return start(Site.LOOPBACK, settings);
    }

    /** Starts one somewhere else, where whoever reaches it is let in. */
    static RedisProcess start(Site site, String... settings) {
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
                    directory.toString(),
                    "--bind",
                    site.host(),
                    "--protected-mode",
                    "no");
            Stream<String> words = Arrays.stream(settings).flatMap(setting -> Arrays.stream(setting.split(" ", -1)));
            return new RedisProcess(
                    site, port, directory, Stream.concat(own, words).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a Sentinel, which with a second one's consent replaces a primary that is away for a second.
     *
     * @param name what the primary is called
     * @param primary which
     */
    static RedisProcess sentinel(Site site, String name, RedisProcess primary) {
        int port = OwnPorts.any();
        try {
            Path directory = directory();
            Path configuration = directory.resolve("sentinel.conf");
            Files.writeString(
                    configuration, """
                    port %1$d
                    bind %5$s
                    protected-mode no
                    dir %2$s
                    sentinel monitor %3$s %6$s %4$d 2
                    sentinel down-after-milliseconds %3$s 1000
                    sentinel failover-timeout %3$s 3000
                    """.formatted(port, directory, name, primary.port, site.host(), primary.host()));
            return new RedisProcess(site, port, directory, List.of(program(), configuration.toString(), "--sentinel"));
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

    Site site() {
        return site;
    }

    String host() {
        return site.host();
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

    /**
     * Starts it again after {@link #kill}, with what its append-only file holds.
     *
     * @param settings over those that it had
     */
    void restart(String... settings) {
        try {
            process = launch(Arrays.stream(settings)
                    .flatMap(setting -> Arrays.stream(setting.split(" ", -1)))
                    .toList());
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
        try (Socket socket = connect()) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader reply =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(reply.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one command; all of the reply, as it is on the wire, or nothing where none comes soon. */
    String ask(String line) {
        try (Socket socket = connect()) {
            socket.setSoTimeout(LONGEST_REPLY_MILLIS);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            // it answers, and then leaves, too
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** What it says of its part in a replication; nothing where it does not answer. */
    String replication() {
        return ask("INFO replication");
    }

    boolean isPrimary() {
        return replication().contains("role:master");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(site.host(), port), LONGEST_REPLY_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return site.host() + ":" + port;
    }

    @Override
    public void close() {
        // a paused one would not hear anything else
        process.kill();
    }

    private ChildProcess launch(List<String> settings) throws IOException {
        List<String> all = Stream.concat(command.stream(), settings.stream()).toList();
        ChildProcess started =
                ChildProcess.start("redis-server", directory, directory.resolve("redis.log"), Map.of(), all);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (!answers()) {
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

    private boolean answers() {
        String answer = ask("PING");
        // one that knows nobody without a password is there, one that is loading is not
        return answer.startsWith("+PONG") || answer.startsWith("-NOAUTH");
    }
}
