package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** "The customer says that it failed, key K": what an operator does about it (contract 11). */
class OperatorTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ENDPOINT = "/actuator/idempotency";
    private static final String LEASE = "--oncegate.defaults.lease=5s";
    /** As patient as that lease allows. */
    private static final String PATIENT = "--oncegate.store-timeout=4s";

    @Test
    void whatAKilledGatewayLeftIsToldInWordsSettledAndReplayed() throws IOException {
        Request request = new Request(Route.FEEDBACK, Http.newKey(), 7);
        try (RedisProcess redis = RedisProcess.start();
                PostgresProcess postgres = PostgresProcess.start();
                OrderServiceProcess service = OrderServiceProcess.start(postgres);
                GatewayProcess doomed = GatewayProcess.start(redis.port(), service.uri(), PATIENT, LEASE);
                GatewayProcess other = GatewayProcess.start(redis.port(), service.uri(), PATIENT, LEASE)) {
            killedWhileExecuting(request, new Tables(postgres.dataSource()), doomed);
            Retries retries = new Retries(other.http(), List.of(request));
            retries.untilAnswered();
            assertThat(retries.last(request).code()).hasValue("outcome-unknown");
            Http operators = new Http(other.management());

            JsonNode byKey = json(operators.get("ops", ENDPOINT + "?key=" + request.key()));
            JsonNode entry = json(operators.get("ops", ENDPOINT + "/feedback/alice/" + request.key()));
            Http.Reply settled =
                    settle(operators, request, entry.path("version").asString());
            Http.Reply retry = request.send(other.http()).join().orElseThrow();

            assertThat(byKey.path("entries")).singleElement().satisfies(found -> {
                assertThat(found.path("namespace").asString()).isEqualTo("feedback");
                assertThat(found.path("caller").asString()).isEqualTo("alice");
                assertThat(found.path("state").asString()).isEqualTo("lapsed");
            });
            assertThat(entry.path("explanation").toString())
                    .contains("lease ran out", "A retry gets 409 outcome-unknown");
            assertThat(settled.status()).as(settled.body()).isEqualTo(200);
            assertThat(retry.status()).isEqualTo(201);
            assertThat(retry.isReplay()).isTrue();
            assertThat(retry.body()).isEqualTo("{\"feedbackId\":7}");
            assertThat(retry.header("Location")).hasValue("/api/feedback/7");
            assertThat(auditLine(other))
                    .contains(
                            "\"principal\":\"ops\"",
                            "\"reason\":\"INC-7: it is in the table\"",
                            "\"action\":\"settle-done\"",
                            "\"before\":\"lapsed\"",
                            "\"after\":\"kept\"")
                    .doesNotContain(request.key());
        }
    }

    private static void killedWhileExecuting(Request request, Tables tables, GatewayProcess doomed) {
        Held executing = tables.lock();
        var reply = request.send(doomed.http());
        Eventually.happens("the request was being executed", () -> tables.waiting() == 1);
        doomed.kill();
        executing.release();
        assertThat(reply.join()).isEmpty();
    }

    private static Http.Reply settle(Http operators, Request request, String version) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("namespace", "feedback");
        change.put("caller", "alice");
        change.put("key", request.key());
        change.put("action", "settle-done");
        change.put("reason", "INC-7: it is in the table");
        change.put("version", version);
        change.put("status", 201);
        change.put("headers", "Location: /api/feedback/7\nContent-Type: application/json");
        change.put("body", "{\"feedbackId\":7}");
        return operators.send(operators
                .as("ops", ENDPOINT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(change))));
    }

    private static String auditLine(GatewayProcess gateway) throws IOException {
        return Files.readString(gateway.process().log(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("INC-7"))
                .reduce((first, second) -> {
                    throw new AssertionError("told twice: " + first + second);
                })
                .orElseThrow();
    }

    private static JsonNode json(Http.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
