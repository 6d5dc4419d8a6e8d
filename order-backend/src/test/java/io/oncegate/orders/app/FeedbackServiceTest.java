package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service that knows nothing of keys: it does what it is told as often as it is told. */
class FeedbackServiceTest extends ServiceTest {

    private static final String PRAISE = "{\"text\": \"\u597d \ud83d\udc4d\"}";

    @Test
    void feedbackIsKeptAndShown() {
        Reply given = service().post(alice, "/api/feedback", PRAISE);

        assertThat(given.status()).isEqualTo(201);
        assertThat(given.header("Location")).isEqualTo("/api/feedback/" + given.text("feedbackId"));
        assertThat(given.json().propertyNames()).containsExactly("feedbackId", "userId", "text", "createdAt");
        assertThat(given.text("text")).isEqualTo("\u597d \ud83d\udc4d");
        assertThat(service().get(alice, given.header("Location")).json()).isEqualTo(given.json());
        assertThat(service().get(alice, "/api/feedback").json().path("feedback").get(0))
                .isEqualTo(given.json());
    }

    @Test
    void anothersFeedbackIsNotFound() {
        Reply given = service().post(alice, "/api/feedback", PRAISE);

        assertThat(service().get(bob, given.header("Location")).text("code")).isEqualTo("feedback-not-found");
        assertThat(service().get(bob, "/api/feedback").response().body()).isEqualTo("{\"feedback\":[]}");
        assertThat(service().get(bob, "/api/feedback/x").status()).isEqualTo(404);
    }

    @Test
    void aKeyMeansNothingToIt() {
        for (int i = 0; i < 2; i++) {
            Reply reply = service()
                    .send(service()
                            .requestBy(alice, "/api/feedback")
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "k")
                            .POST(BodyPublishers.ofString(PRAISE)));
            assertThat(reply.status()).isEqualTo(201);
        }
        assertThat(service().count("select count(*) from feedback where user_id = ?", alice))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\": null}",
                "{\"text\": \" \"}",
                "{\"text\": \"\\u0000\"}",
                "{\"text\": \"\\ud800\"}"
            })
    void whatIsNoTextIsRefused(String body) {
        Reply reply = service().post(alice, "/api/feedback", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("feedback-invalid");
        assertThat(reply.faults()).containsExactly("text");
        assertThat(reply.header("Idempotency-Disposition")).isEqualTo("not-executed");
    }

    @Test
    void textOfTheWrongTypeIsRefused() {
        Reply reply = service().post(alice, "/api/feedback", "{\"text\": {\"a\": 1}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("request-invalid");
        assertThat(reply.faults()).containsExactly("text");
    }

    @Test
    void twoThousandCharactersAreKeptAndNoMore() {
        String longest = "\ud83d\udc4d".repeat(2000);
        Reply given = service().post(alice, "/api/feedback", "{\"text\": \"" + longest + "\"}");

        assertThat(service().get(alice, given.header("Location")).text("text")).isEqualTo(longest);
        assertThat(service()
                        .post(alice, "/api/feedback", "{\"text\": \"" + longest + "x\"}")
                        .status())
                .isEqualTo(400);
    }
}
