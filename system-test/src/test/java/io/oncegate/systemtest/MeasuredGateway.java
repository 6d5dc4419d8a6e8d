package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway from its jar in a Java machine as docs/operations.md wants it, with a small heap: nothing watches its buffers, and
 * it is compiled for a long life. Its routes are those of {@code performance/gateway.yml}.
 */
final class MeasuredGateway implements AutoCloseable {

    /** The heap of every Java machine that is measured. */
    static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

    /** What docs/operations.md recommends. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    /** Undoes what the tests' other processes are started with: the later option wins. */
    static final String LONG_LIVED = "-XX:TieredStopAtLevel=4";

    private static final Path ROUTES =
            Installation.find().root().resolve("system-test/src/test/resources/performance/gateway.yml");

    private final Application application;
    private final JavaMachine machine;

    private MeasuredGateway(Application application) {
        this.application = application;
        this.machine = JavaMachine.of(application.process().pid());
    }

    /**
     * Starts one.
     *
     * @param redis the port of its Redis
     * @param upstream the service behind every route but one
     * @param slow the service behind that one
     * @param more arguments
     */
    static MeasuredGateway start(int redis, URI upstream, URI slow, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.additional-location=file:" + ROUTES,
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis));
        arguments.addAll(List.of(more));
        return new MeasuredGateway(Application.start(
                "gateway",
                Map.of("UPSTREAM", upstream.toString(), "SLOW_UPSTREAM", slow.toString()),
                List.of(LONG_LIVED, COLLECTOR, HEAP.get(0), HEAP.get(1)),
                arguments));
    }

    Contender contender() {
        return new Contender("Oncegate", application.uri(), application.process(), Optional.of(machine));
    }

    JavaMachine machine() {
        return machine;
    }

    @Override
    public void close() {
        machine.close();
        application.close();
    }
}
