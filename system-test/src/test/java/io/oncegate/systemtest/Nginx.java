package io.oncegate.systemtest;

import io.oncegate.run.ChildFailedException;
import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import io.oncegate.run.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** An nginx of this machine, with a configuration of the benchmark's. */
final class Nginx implements AutoCloseable {

    private static final Path CONFIGURATIONS =
            Installation.find().root().resolve("system-test/src/test/resources/performance");
    private static final int LONGEST_TEXT = 4000;
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final int port;
    private final ChildProcess process;

    private Nginx(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /** The program, where there is one. */
    static Optional<Path> program() {
        // Debian keeps it where only root looks
        Stream<String> places =
                Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1));
        return Stream.concat(places, Stream.of("/usr/sbin", "/opt/homebrew/bin"))
                .map(place -> Path.of(place, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where Debian keeps the modules with which it runs Lua, and what Lua needs to talk to Redis. */
    static Optional<Path> modules() {
        Path modules = Path.of("/usr/lib/nginx/modules");
        boolean complete = Files.exists(modules.resolve("ngx_http_lua_module.so"))
                && Files.exists(Path.of("/usr/share/lua/5.1/nginx/redis.lua"));
        return complete ? Optional.of(modules) : Optional.empty();
    }

    /**
     * Starts one.
     *
     * @param configuration a file of the benchmark's
     * @param words in capitals in that file, and what to put there
     */
    static Nginx start(String configuration, Map<String, String> words) {
        int port = Ports.anyFree();
        try {
            Files.createDirectories(Application.logs());
            Path directory = Files.createTempDirectory(Application.logs(), "nginx-");
            String text = Files.readString(CONFIGURATIONS.resolve(configuration));
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replaceAll("\\b" + word.getKey() + "\\b", Matcher.quoteReplacement(word.getValue()));
            }
            Path file = directory.resolve("nginx.conf");
            Files.writeString(file, text.replaceAll("\\bPORT\\b", Integer.toString(port)));
            ChildProcess process = ChildProcess.start(
                    "nginx",
                    directory,
                    directory.resolve("nginx.log"),
                    Map.of(),
                    List.of(program().orElseThrow().toString(), "-c", file.toString(), "-p", directory + "/"));
            return awaited(new Nginx(port, process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Directives that answer with a body of any length, of which a single one may not be longer than a page of memory. */
    static String answering(String body) {
        StringBuilder pieces = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        for (int at = 0; at < body.length(); at += LONGEST_TEXT) {
            whole.append("$at_").append(at);
            pieces.append("set $at_%d '%s';%n      "
                    .formatted(at, body.substring(at, Math.min(at + LONGEST_TEXT, body.length()))));
        }
        return pieces + "return 201 '" + whole + "';";
    }

    private static Nginx awaited(Nginx nginx) {
        try {
            nginx.process.awaitHealth(nginx.uri().resolve("/requests"), LONGEST_START);
            return nginx;
        } catch (ChildFailedException e) {
            nginx.close();
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            nginx.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    ChildProcess process() {
        return process;
    }

    /** How many requests have come. */
    long requests() {
        String status =
                new Http(uri()).send(new Http(uri()).anonymously("/requests")).body();
        // accepted connections, handled ones, requests
        return Long.parseLong(
                status.lines().skip(2).findFirst().orElseThrow().trim().split(" ", -1)[2]);
    }

    @Override
    public void close() {
        process.close();
    }
}
