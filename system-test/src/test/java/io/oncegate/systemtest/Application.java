package io.oncegate.systemtest;

import io.oncegate.run.ChildFailedException;
import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One of the two applications, run from its jar in the directory that holds {@code config/}, on ports of its own. */
final class Application implements AutoCloseable {

    private static final Installation INSTALLATION = Installation.find();
    private static final AtomicInteger STARTED = new AtomicInteger();
    /** Half the work of a start is to compile for a long life, which none of these has. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /** How a Java machine ends that was told to and did so in its own time. */
    private static final int SIGTERM = 143;

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
        Unpacked unpacked =
                Unpacked.of(module, (recording, jar) -> training(module, environment, recording, jar, arguments));
        List<String> machine =
                Stream.concat(unpacked.jvm().stream(), jvm.stream()).toList();
        return start(module, environment, machine, unpacked.jar(), arguments);
    }

    /** Tells whether it ended in order. One that does not start would not have without this either. */
    private static boolean training(
            String module, Map<String, String> environment, List<String> jvm, Path jar, List<String> arguments) {
        Application application = start(module, environment, jvm, jar, arguments);
        try (application) {
            ProcessHandle.of(application.process.pid()).ifPresent(ProcessHandle::destroy);
            // writing the archive may take longer than the grace that others are given
            int code = application
                    .process
                    .exit()
                    .completeOnTimeout(0, LONGEST_START.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return code == SIGTERM;
        }
    }

    private static Application start(
            String module, Map<String, String> environment, List<String> jvm, Path jar, List<String> arguments) {
        int port = OwnPorts.any();
        int management = OwnPorts.any();
        List<String> command = new ArrayList<>(List.of(Installation.java().toString(), SHORT_LIVED));
        command.addAll(jvm);
        command.addAll(
                List.of("-jar", jar.toString(), "--server.port=" + port, "--management.server.port=" + management));
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
        Path log = logs().resolve(module + "-" + OwnPorts.FORK + "-" + STARTED.incrementAndGet() + ".log");
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
