package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway with the routes of {@code config/gateway.yml}, or of whatever configuration its arguments name. */
final class GatewayProcess implements AutoCloseable {

    private final Application application;

    private GatewayProcess(Application application) {
        this.application = application;
    }

    /**
     * Starts one with the demonstration's accounts.
     *
     * @param redis the port of its Redis
     * @param upstream the service behind every route
     * @param arguments further ones; they win
     */
    static GatewayProcess start(int redis, URI upstream, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis));
        all.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "GATEWAY_TOKEN",
                OrderServiceProcess.TOKEN,
                "ORDER_BACKEND_URI",
                upstream.toString(),
                "FEEDBACK_URI",
                upstream.toString());
        return new GatewayProcess(Application.start("gateway", environment, all));
    }

    URI uri() {
        return application.uri();
    }

    /** A client of this gateway. */
    Http http() {
        return new Http(uri());
    }

    ChildProcess process() {
        return application.process();
    }

    /** Ends it as SIGKILL does: with nothing settled. */
    void kill() {
        application.process().kill();
    }

    @Override
    public void close() {
        application.close();
    }
}
