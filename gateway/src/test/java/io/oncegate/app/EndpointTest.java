package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.JsonNode;

/** The actuator endpoint that operators find and list entries with (contract 11). */
class EndpointTest extends AtTheEndpoint {

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
}
