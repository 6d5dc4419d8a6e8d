package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway with an operators' page, for the tests of one class, and entries of alice's to look at there. */
final class OperatorsDesk implements AfterAllCallback {

    private static final String ROUTE = "--spring.cloud.gateway.server.webflux.routes[0].";

    private final RedisProcess redis = RedisProcess.start();
    private final ScriptedServer service = new ScriptedServer();
    private final GatewayProcess gateway = GatewayProcess.start(
            redis.port(),
            URI.create(service.address()),
            ROUTE + "id=things",
            ROUTE + "uri=" + service.address(),
            ROUTE + "predicates[0]=Path=/api/things",
            ROUTE + "filters[0].name=IdempotencyKey",
            ROUTE + "filters[0].args.kept-headers=X-Note",
            "--oncegate.store-timeout=4s");

    @Override
    public void afterAll(ExtensionContext context) {
        gateway.close();
        service.close();
        redis.close();
    }

    /** An entry whose outcome nobody knows. */
    void unknown(String key) {
        service.script(ScriptedAnswer.brokenOff(201));
        assertThat(retry(key).status()).isEqualTo(502);
    }

    void kept(String key, String note, String body) {
        service.script(ScriptedAnswer.of(201, Map.of("Location", "/api/things/7", "X-Note", note), body));
        assertThat(retry(key).status()).isEqualTo(201);
    }

    /** What alice gets who sends the request again. */
    Http.Reply retry(String key) {
        return gateway.http().post("alice", "/api/things", key, "{}");
    }

    /** How often the service was asked under a key. */
    long executions(String key) {
        return service.received().stream()
                .filter(received -> received.key().replace("\"", "").equals(key))
                .count();
    }

    /** The next request under any key is answered so. */
    void next(int status) {
        service.script(ScriptedAnswer.of(status, Map.of(), "next"));
    }

    Http management() {
        return new Http(gateway.management());
    }

    RedisProcess redis() {
        return redis;
    }

    /** Somebody's page, not signed in. */
    OperatorTab open(BrowserContext browser, String place) {
        return new OperatorTab(browser.newPage(), gateway.management(), place);
    }

    /** Somebody else's site, which knows the address of this one. */
    String elsewhere() {
        return service.address();
    }
}
