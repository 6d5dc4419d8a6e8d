package io.oncegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.EntryId;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** The actuator endpoint that operators mend entries with (contract 11). */
class EndpointChangesTest extends AtTheEndpoint {

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
}
