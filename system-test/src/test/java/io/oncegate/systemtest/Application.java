package io.oncegate.systemtest;

import io.oncegate.run.ChildFailedException;
import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import io.oncegate.run.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the two applications, run from its jar in the directory that holds {@code config/}, on ports of its own. */
final class Application implements AutoCloseable {

    private static final Installation INSTALLATION = Installation.find();
    private static final AtomicInteger STARTED = new AtomicInteger();
    /** Half the work of a start is to compile for a long life, which none of these has. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final ChildProcess process;
    private final int port;
    private final int management;

    private Application(ChildProcess process, int port, int management) {
        this.process = process;
        this.port = port;
        this.management = management;
    }

    /**
     * Starts it and waits until it is healthy.
     *
     * @param jvm arguments of the Java machine
     * @param arguments further ones, such as {@code --spring.config.additional-location=...}
     */
    static Application start(String module, Map<String, String> environment, List<String> jvm, List<String> arguments) {
        int port = Ports.anyFree();
        int management = Ports.anyFree();
        List<String> command = new ArrayList<>(List.of(Installation.java().toString(), SHORT_LIVED));
        command.addAll(jvm);
        command.addAll(List.of(
                "-jar",
                INSTALLATION.jar(module).toString(),
                "--server.port=" + port,
                "--management.server.port=" + management));
        command.addAll(arguments);
        ChildProcess process = started(module, environment, command);
        try {
            process.awaitHealth(URI.create("http://127.0.0.1:" + management + "/actuator/health"), LONGEST_START);
            return new Application(process, port, management);
        } catch (ChildFailedException e) {
            process.kill();
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ChildProcess started(String module, Map<String, String> environment, List<String> command) {
        Path log = logs().resolve(module + "-" + STARTED.incrementAndGet() + ".log");
        try {
            return ChildProcess.start(module, INSTALLATION.root(), log, environment, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where every process of a test writes what it says. */
    static Path logs() {
        return INSTALLATION.log("processes");
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where its operators look. */
    URI management() {
        return URI.create("http://127.0.0.1:" + management);
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
