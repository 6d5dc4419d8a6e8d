package io.oncegate.app;

import static io.oncegate.app.RunningGateway.basic;

import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** A gateway with its own Redis, one client of each role, and something to change on the management port. */
final class Operations implements AutoCloseable {

    static final String AUTHORIZATION = "Authorization";

    static final String CUSTOMER = basic("shop", "shop-secret");
    static final String READER = basic("scraper", "scraper-secret");
    static final String OPERATOR = basic("olga", "olga-secret");
    static final String WRONG = basic("olga", "guess");

    private final RunningGateway gateway;

    /**
     * @param properties besides, each {@code name=value}
     */
    Operations(String... properties) {
        Stream<String> own = Stream.of(
                "spring.profiles.active=embedded",
                "test.touch=true",
                "management.endpoints.web.exposure.include=health,metrics,auditevents,touch",
                "oncegate.clients[0].name=shop",
                "oncegate.clients[0].secret={noop}shop-secret",
                "oncegate.clients[1].name=scraper",
                "oncegate.clients[1].secret={noop}scraper-secret",
                "oncegate.clients[1].roles=OPERATOR_READ",
                "oncegate.clients[2].name=olga",
                "oncegate.clients[2].secret={noop}olga-secret",
                "oncegate.clients[2].roles=OPERATOR");
        gateway = new RunningGateway(Stream.concat(own, Stream.of(properties)).toArray(String[]::new));
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** How often something was changed. */
    int changes() {
        return gateway.application().getBean(TouchEndpoint.class).count();
    }

    HttpResponse<String> get(String path, String authorization) throws Exception {
        return gateway.manage("GET", path, AUTHORIZATION, authorization);
    }

    /** What somebody is answered, who may be nobody. */
    HttpResponse<String> request(Who who, String method, String path) throws Exception {
        String[] headers = Stream.concat(Stream.of("Content-Type", "application/json"), who.headers())
                .toArray(String[]::new);
        return gateway.manage(method, path, headers);
    }

    /** What somebody is answered who sends JSON. */
    HttpResponse<String> post(Who who, String path, String json) throws Exception {
        String[] headers = Stream.concat(Stream.of("Content-Type", "application/json"), who.headers())
                .toArray(String[]::new);
        return gateway.post(path, json, headers);
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Who asks. */
    enum Who {
        NOBODY(""),
        IMPOSTOR(WRONG),
        CUSTOMER(Operations.CUSTOMER),
        READ_ONLY(READER),
        OPERATOR(Operations.OPERATOR);

        private final String authorization;

        Who(String authorization) {
            this.authorization = authorization;
        }

        Stream<String> headers() {
            return authorization.isEmpty() ? Stream.empty() : Stream.of(AUTHORIZATION, authorization);
        }
    }
}
