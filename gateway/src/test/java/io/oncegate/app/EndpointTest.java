package io.oncegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.ops.AuditLog;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The actuator endpoint that operators find, list and mend entries with (contract 11). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class EndpointTest {

    private static final String PATH = "/actuator/idempotency";
    private static final JsonMapper JSON = JsonMapper.shared();

    private Operations operations;
    private Entries entries;

    @BeforeAll
    void start() {
        operations = new Operations(
                "spring.cloud.gateway.server.webflux.routes[0].id=orders",
                "spring.cloud.gateway.server.webflux.routes[0].filters[0]=IdempotencyKey",
                "management.endpoints.web.exposure.include=idempotency,auditevents");
        entries = new Entries(operations.gateway().application().getBean(IdempotencyStore.class));
    }

    @AfterAll
    void stop() {
        operations.close();
    }

    @Test
    void anEntryIsToldWithoutItsBody() throws Exception {
        EntryId id = entries.kept(key());

        HttpResponse<String> answer = operations.get(PATH + "?" + query(id), Operations.READER);
        JsonNode entry = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(entry.path("state").asString()).isEqualTo("kept");
        assertThat(entry.path("status").asInt()).isEqualTo(201);
        assertThat(entry.path("headers").toString()).contains("Location", "/api/orders/7");
        assertThat(entry.path("bodySize").asInt()).isEqualTo(Sample.CREATED.body().length);
        assertThat(entry.path("attempts").get(0).path("how").asString()).isEqualTo("completed");
        assertThat(entry.path("mayChange").asBoolean()).isFalse();
        assertThat(entry.has("body")).isFalse();
        assertThat(answer.body()).doesNotContain("orderId");
    }

    @Test
    void aBodyIsShownToWhoMayChangeAndAccountedFor(CapturedOutput output) throws Exception {
        EntryId id = entries.kept(key());

        assertThat(operations
                        .get(PATH + "?body=true&" + query(id), Operations.READER)
                        .statusCode())
                .isEqualTo(403);
        JsonNode shown = JSON.readTree(operations
                .get(PATH + "?body=true&" + query(id), Operations.OPERATOR)
                .body());

        assertThat(shown.path("body").path("text").asString()).isEqualTo("{\"orderId\":7}");
        assertThat(lines(output, "show-body"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("\"principal\":\"scraper\"", "\"refused\""))
                .anySatisfy(line -> assertThat(line).contains("\"principal\":\"olga\"", "\"shown\""))
                .noneSatisfy(line -> assertThat(line).contains(id.key().value()));
    }

    @Test
    void aPathWillDoWhereAKeyHasNothingThatAPathCannotHold() throws Exception {
        EntryId id = entries.kept(key());

        HttpResponse<String> answer =
                operations.get(PATH + "/orders/alice/" + id.key().value(), Operations.READER);

        assertThat(answer.body()).contains("\"state\":\"kept\"");
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        HttpResponse<String> answer = operations.get(PATH + "?" + query(Sample.id(key())), Operations.READER);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"no-entry\"");
    }

    @Test
    void aListIsFilteredAndPaged() throws Exception {
        for (int i = 0; i < 3; i++) {
            entries.unknown("listed-" + i + key());
        }
        entries.kept("listed-too-" + key());

        String query = PATH + "?namespace=orders&caller=alice&state=unknown&limit=1";
        int found = 0;
        String cursor = "";
        do {
            JsonNode page = JSON.readTree(
                    operations.get(query + cursor, Operations.READER).body());
            assertThat(page.path("namespaces").toString()).isEqualTo("[\"orders\"]");
            for (JsonNode entry : page.path("entries")) {
                assertThat(entry.path("state").asString()).isEqualTo("unknown");
                found += entry.path("key").asString().startsWith("listed-") ? 1 : 0;
            }
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(found).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit-invalid",
        "limit=501, limit-invalid",
        "state=done, state-invalid",
        "olderThan=soon, olderThan-invalid",
        "youngerThan=1x, youngerThan-invalid",
        "cursor=nonsense, cursor-invalid",
        "namespace=orders&caller=%20&key=k, entry-invalid",
    })
    void aQuestionThatMakesNoSenseIsAProblem(String query, String code) throws Exception {
        HttpResponse<String> answer = operations.get(PATH + "?" + query, Operations.READER);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "release, released, Granted",
        "delete, forgotten, Granted",
        "settle-not-executed, forgotten, Granted",
        "settle-done, kept, Replay"
    })
    void anUnknownEntryIsMended(String action, String after, String retry, CapturedOutput output) throws Exception {
        EntryId id = entries.unknown(key());
        Map<String, Object> change = change(id, action);
        if (action.equals("settle-done")) {
            change.putAll(Map.of("status", 201, "headers", "Location: /api/orders/8\nETag: \"8\"", "body", "{}"));
        }

        HttpResponse<String> answer = post(Who.OPERATOR, change);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("before").path("state").asString())
                .isEqualTo("unknown");
        assertThat(JSON.readTree(answer.body()).path("after").path("state").asString("forgotten"))
                .isEqualTo(after);
        ClaimOutcome retried = entries.retried(id);
        assertThat(retried.getClass().getSimpleName()).isEqualTo(retry);
        if (retried instanceof ClaimOutcome.Replay replay) {
            assertThat(replay.answer())
                    .isEqualTo(new Answer.Kept(
                            201,
                            List.of(new Header("Location", "/api/orders/8"), new Header("ETag", "\"8\"")),
                            "{}".getBytes(UTF_8)));
        }
        assertThat(lines(output, "INC-7 " + action))
                .singleElement()
                .asString()
                .contains(
                        "\"principal\":\"olga\"",
                        "\"action\":\"" + action + "\"",
                        "\"outcome\":\"changed\"",
                        "\"caller\":\"alice\"",
                        "\"before\":\"unknown\"",
                        "\"after\":\"" + after + "\"")
                .doesNotContain(id.key().value());
        assertThat(operations
                        .get("/actuator/auditevents?principal=olga", Operations.READER)
                        .body())
                .contains("INC-7 " + action);
    }

    @ParameterizedTest
    @EnumSource(value = Who.class, mode = Mode.EXCLUDE, names = "OPERATOR")
    void nobodyElseChangesAnything(Who who) throws Exception {
        EntryId id = entries.unknown(key());
        for (String action : List.of("release", "delete", "settle-not-executed", "settle-done")) {
            Map<String, Object> change = change(id, action);
            change.put("status", 200);

            assertThat(post(who, change).statusCode()).isIn(401, 403);
        }
        assertThat(entries.retried(id)).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Who.class,
            names = {"NOBODY", "IMPOSTOR", "CUSTOMER"})
    void nobodyElseSeesAnything(Who who) throws Exception {
        EntryId id = entries.kept(key());
        for (String path : List.of(
                "?" + query(id),
                "?namespace=orders",
                "/orders/alice/" + id.key().value())) {
            HttpResponse<String> answer = operations.request(who, "GET", PATH + path);

            assertThat(answer.statusCode()).isIn(401, 403);
            assertThat(answer.body()).doesNotContain("kept", "\"entries\"");
        }
    }

    @Test
    void whatIsNotWhatTheOperatorSawStaysAsItIs() throws Exception {
        EntryId id = entries.unknown(key());
        Map<String, Object> change = change(id, "delete");
        assertThat(post(Who.OPERATOR, change(id, "release")).statusCode()).isEqualTo(200);

        HttpResponse<String> answer = post(Who.OPERATOR, change);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"code\":\"changed-meanwhile\"");
    }

    @Test
    void whatRunsAndWhatIsDoneMayNotBeReleased() throws Exception {
        HttpResponse<String> running = post(Who.OPERATOR, change(entries.inFlight(key()), "release"));
        HttpResponse<String> done = post(Who.OPERATOR, change(entries.kept(key()), "release"));

        assertThat(running.statusCode()).isEqualTo(409);
        assertThat(running.body()).contains("\"code\":\"in-flight\"");
        assertThat(done.statusCode()).isEqualTo(409);
        assertThat(done.body()).contains("\"code\":\"already-done\"");
    }

    @Test
    void aKeptEntryIsDeletedAndItsKeyIsNew() throws Exception {
        EntryId id = entries.kept(key());

        assertThat(post(Who.OPERATOR, change(id, "delete")).statusCode()).isEqualTo(200);

        assertThat(entries.retried(id)).isInstanceOf(ClaimOutcome.Granted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'reason':' '}",
                "{'version':''}",
                "{'action':'forget'}",
                "{'action':'release','status':200}",
                "{}",
                "{'status':99}",
                "{'status':204,'body':'x'}",
                "{'status':200,'headers':'Set-Cookie: a=b'}",
                "{'status':200,'headers':'Location: a\\u0000b'}",
                "{'status':200,'headers':'Location'}",
                "{'status':200,'body':'a','bodyBase64':'YQ=='}",
                "{'status':200,'bodyBase64':'!'}",
                "{'status':200,'retention':'0s'}",
                "{'status':200,'retention':'400d'}"
            })
    void aChangeThatMakesNoSenseChangesNothing(String members) throws Exception {
        EntryId id = entries.unknown(key());
        Map<String, Object> change = change(id, "settle-done");
        JSON.readTree(members.replace('\'', '"')).forEachEntry((name, value) -> change.put(name, value));

        HttpResponse<String> answer = post(Who.OPERATOR, change);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(entries.retried(id)).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);
    }

    private Map<String, Object> change(EntryId id, String action) throws Exception {
        String version = JSON.readTree(operations
                        .get(PATH + "?" + query(id), Operations.READER)
                        .body())
                .path("version")
                .asString();
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("namespace", id.scope().namespace());
        change.put("caller", id.scope().caller());
        change.put("key", id.key().value());
        change.put("action", action);
        change.put("reason", "INC-7 " + action);
        change.put("version", version);
        return change;
    }

    private HttpResponse<String> post(Who who, Map<String, Object> change) throws Exception {
        return operations.post(who, PATH, JSON.writeValueAsString(change));
    }

    private static String query(EntryId id) {
        return "namespace=" + id.scope().namespace() + "&caller=" + id.scope().caller() + "&key="
                + id.key().value();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static List<String> lines(CapturedOutput output, String with) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains(AuditLog.LOGGER) && line.contains(with))
                .toList();
    }
}
