package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An order service with a database that outlives it. */
final class OrderServiceProcess implements AutoCloseable {

    /** The secret that the gateways of these tests show. */
    static final String TOKEN = "between-gateway-and-service";

    private final Application application;

    private OrderServiceProcess(Application application) {
        this.application = application;
    }

    /**
     * Starts one.
     *
     * @param arguments further ones; they win
     */
    static OrderServiceProcess start(PostgresProcess database, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + PostgresProcess.USER));
        all.addAll(List.of(arguments));
        return new OrderServiceProcess(
                Application.start("order-backend", Map.of("ORDERS_GATEWAY_TOKEN", TOKEN), List.of(), all));
    }

    URI uri() {
        return application.uri();
    }

    ChildProcess process() {
        return application.process();
    }

    /** Ends it as SIGKILL does: with whatever it was at left undone. */
    void kill() {
        application.process().kill();
    }

    @Override
    public void close() {
        application.close();
    }
}
