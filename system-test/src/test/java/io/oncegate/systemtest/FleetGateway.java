package io.oncegate.systemtest;

import io.oncegate.run.ChildFailedException;
import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A gateway that stands somewhere, with a wall clock of its own where one can be had. */
final class FleetGateway implements AutoCloseable {

    private static final Installation INSTALLATION = Installation.find();
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    /** How a Java machine ends that was told to and did so in its own time. */
    private static final int SIGTERM = 143;

    private static final List<String> MACHINE = List.of("-XX:TieredStopAtLevel=1");

    private final ChildProcess process;
    private final InetSocketAddress address;
    private final URI management;
    private final Optional<WallClock> clock;

    private FleetGateway(ChildProcess process, InetSocketAddress address, URI management, Optional<WallClock> clock) {
        this.process = process;
        this.address = address;
        this.management = management;
        this.clock = clock;
    }

    /**
     * Starts one and waits until it is healthy.
     *
     * @param jvm arguments of its Java machine
     * @param upstream the service behind every route
     * @param arguments its own
     */
    static FleetGateway start(Site site, List<String> jvm, URI upstream, List<String> arguments) {
        Unpacked unpacked =
                Unpacked.of("gateway", (recording, jar) -> training(recording, jar, environment(upstream), arguments));
        Optional<WallClock> clock = WallClock.find();
        Map<String, String> environment = environment(upstream);
        clock.ifPresent(it -> environment.putAll(it.environment()));
        List<String> machine =
                Stream.concat(unpacked.jvm().stream(), jvm.stream()).toList();
        return start(site, machine, unpacked.jar(), environment, clock, arguments);
    }

    /** Tells whether it ended in order. */
    private static boolean training(
            List<String> jvm, Path jar, Map<String, String> environment, List<String> arguments) {
        ChildProcess process = start(Site.LOOPBACK, jvm, jar, environment, Optional.empty(), arguments).process;
        try (process) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
            return process.exit()
                            .completeOnTimeout(0, LONGEST_START.toSeconds(), TimeUnit.SECONDS)
                            .join()
                    == SIGTERM;
        }
    }

    private static FleetGateway start(
            Site site,
            List<String> jvm,
            Path jar,
            Map<String, String> environment,
            Optional<WallClock> clock,
            List<String> arguments) {
        int port = OwnPorts.any();
        int management = OwnPorts.any();
        List<String> command = new ArrayList<>(List.of(Installation.java().toString()));
        command.addAll(MACHINE);
        command.addAll(jvm);
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--spring.profiles.active=demo",
                "--server.address=" + site.host(),
                "--server.port=" + port,
                "--management.server.address=" + site.host(),
                "--management.server.port=" + management));
        command.addAll(arguments);
        ChildProcess process = launch(site.command(command), environment);
        try {
            URI managed = URI.create("http://" + site.host() + ":" + management);
            process.awaitHealth(managed.resolve("/actuator/health"), LONGEST_START);
            return new FleetGateway(process, new InetSocketAddress(site.host(), port), managed, clock);
        } catch (ChildFailedException e) {
            process.kill();
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ChildProcess launch(List<String> command, Map<String, String> environment) {
        try {
            return ChildProcess.start(
                    "gateway",
                    INSTALLATION.root(),
                    Application.logs()
                            .resolve("fleet-gateway-" + OwnPorts.FORK + "-" + STARTED.incrementAndGet() + ".log"),
                    environment,
                    command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(URI upstream) {
        return new HashMap<>(Map.of(
                "GATEWAY_TOKEN",
                OrderServiceProcess.TOKEN,
                "ORDER_BACKEND_URI",
                upstream.toString(),
                "FEEDBACK_URI",
                upstream.toString()));
    }

    /** Where its clients go. */
    InetSocketAddress address() {
        return address;
    }

    /** What it tells Prometheus. */
    Scraped scraped() {
        return Scraped.of(management);
    }

    Optional<WallClock> clock() {
        return clock;
    }

    void pause() {
        Signals.pause(process.pid());
    }

    void resume() {
        Signals.resume(process.pid());
    }

    /** Ends it as SIGKILL does: with nothing settled. */
    void kill() {
        process.kill();
        failIfLeaky();
    }

    @Override
    public void close() {
        process.close();
        failIfLeaky();
    }

    private void failIfLeaky() {
        try {
            String said = new String(Files.readAllBytes(process.log()), StandardCharsets.UTF_8);
            if (said.contains("LEAK:")) {
                throw new AssertionError("buffers leaked, see " + process.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
