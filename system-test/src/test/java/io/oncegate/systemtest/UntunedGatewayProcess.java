package io.oncegate.systemtest;

import com.example.untunedgateway.UntunedGateway;
import io.oncegate.run.ChildFailedException;
import io.oncegate.run.ChildProcess;
import io.oncegate.run.Installation;
import io.oncegate.run.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody's gateway with the starter of Spring Cloud Gateway, one route, and defaults for everything else. */
final class UntunedGatewayProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /** What the tests have besides the starter. */
    private static final Pattern OURS = Pattern.compile(
            ".*(/gateway/target/|/gateway-\\d[^/]*SNAPSHOT|lettuce|data-redis"
                    + "|spring-data|embedded-|playwright|gson|xchart|axe-core|junit|assertj|surefire|postgres|canonicalization).*");

    private final ChildProcess process;
    private final URI uri;
    private final JavaMachine machine;

    private UntunedGatewayProcess(ChildProcess process, URI uri) {
        this.process = process;
        this.uri = uri;
        this.machine = JavaMachine.of(process.pid());
    }

    /** Starts one. */
    static UntunedGatewayProcess start(URI upstream) {
        int port = Ports.anyFree();
        URI uri = URI.create("http://127.0.0.1:" + port);
        String route = "--spring.cloud.gateway.server.webflux.routes[0].";
        List<String> command = new ArrayList<>(List.of(Installation.java().toString()));
        command.addAll(MeasuredGateway.HEAP);
        command.addAll(List.of(
                "-cp",
                classPath(),
                UntunedGateway.class.getName(),
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                route + "id=bare",
                route + "uri=" + upstream,
                route + "predicates[0]=Path=/bare/**,/requests"));
        try {
            Path log = Application.logs().resolve("untuned-gateway.log");
            ChildProcess process =
                    ChildProcess.start("untuned gateway", Installation.find().root(), log, Map.of(), command);
            return awaited(process, uri);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UntunedGatewayProcess awaited(ChildProcess process, URI uri) {
        try {
            process.awaitHealth(uri.resolve("/requests"), LONGEST_START);
            return new UntunedGatewayProcess(process, uri);
        } catch (ChildFailedException e) {
            process.kill();
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !OURS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    Contender contender() {
        return new Contender("default Spring Cloud Gateway", uri, process, Optional.of(machine));
    }

    @Override
    public void close() {
        machine.close();
        process.close();
    }
}
