package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.ScriptedServer.Received;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code idempotent-fetch} makes of every answer: alone, after a send that may have been executed, and by itself. */
class IdempotentFetchDecisionsTest extends OneModulePage {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # the gateway's answers: contract 3
            409 request-in-progress+ after=1  | unknown request-in-progress, retryable | unknown request-in-progress, retryable  | 2
            504 upstream-timeout+ after=1     | unknown upstream-timeout, retryable    | unknown upstream-timeout, retryable     | 2
            504 upstream-timeout-             | unknown upstream-timeout               | unknown upstream-timeout                | 1
            502 upstream-broken+ after=1      | unknown upstream-broken, retryable     | unknown upstream-broken, retryable      | 2
            502 upstream-broken-              | unknown upstream-broken                | unknown upstream-broken                 | 1
            503 store-unavailable+ after=1    | not-done store-unavailable             | unknown store-unavailable, retryable    | 2
            503 store-unavailable-            | not-done store-unavailable             | unknown store-unavailable               | 1
            503 upstream-unavailable+ after=1 | not-done upstream-unavailable          | unknown upstream-unavailable, retryable | 2
            503 gateway-busy+ after=1         | not-done gateway-busy                  | unknown gateway-busy, retryable         | 2
            429 caller-limit+ after=1         | not-done caller-limit                  | unknown caller-limit, retryable         | 2
            401 caller-unknown-               | not-done caller-unknown                | unknown caller-unknown, retryable       | 1
            422 key-reused-                   | not-done key-reused                    | unknown key-reused                      | 1
            400 key-missing-                  | not-done key-missing                   | unknown key-missing                     | 1
            400 key-invalid-                  | not-done key-invalid                   | unknown key-invalid                     | 1
            413 request-too-large-            | not-done request-too-large             | unknown request-too-large               | 1
            409 outcome-unknown-              | unknown outcome-unknown                | unknown outcome-unknown                 | 1
            409 result-expired- location=/x   | answered 409                           | answered 409                            | 1
            409 result-not-kept- location=/x  | answered 409                           | answered 409                            | 1
            401 credentials-invalid-          | not-done credentials-invalid           | unknown credentials-invalid, retryable  | 1
            # the service's, through the gateway, which names the key
            201 echoed                        | answered 201                           | answered 201                            | 1
            201 echoed replayed               | answered 201 replayed                  | answered 201 replayed                   | 1
            304 echoed                        | answered 304                           | answered 304                            | 1
            400 invalid- echoed               | answered 400                           | answered 400                            | 1
            409 possible-duplicate- echoed    | answered 409                           | answered 409                            | 1
            422 dedup-key-reused- echoed      | answered 422                           | answered 422                            | 1
            404 echoed                        | answered 404                           | answered 404                            | 1
            404 echoed replayed               | answered 404 replayed                  | answered 404 replayed                   | 1
            401 echoed                        | not-done http-401                      | unknown http-401, retryable             | 1
            403 echoed                        | not-done http-403                      | unknown http-403, retryable             | 1
            408 echoed                        | not-done http-408                      | unknown http-408, retryable             | 2
            423 echoed                        | not-done http-423                      | unknown http-423, retryable             | 1
            425 echoed                        | not-done http-425                      | unknown http-425, retryable             | 2
            429 echoed                        | not-done http-429                      | unknown http-429, retryable             | 2
            501 echoed                        | not-done http-501                      | unknown http-501, retryable             | 1
            503 echoed after=1                | not-done http-503                      | unknown http-503, retryable             | 2
            503 echoed                        | unknown http-503, retryable            | unknown http-503, retryable             | 2
            500 echoed                        | unknown http-500, retryable            | unknown http-500, retryable             | 2
            500 echoed replayed               | unknown http-500                       | unknown http-500                        | 1
            500 internal+ echoed              | unknown internal, retryable            | unknown internal, retryable             | 2
            500 internal- echoed              | unknown internal                       | unknown internal                        | 1
            # some proxy's on the way, whose refusal says nothing of an earlier send
            404                               | answered 404                           | unknown http-404, retryable             | 1
            400 bad-request-                  | answered 400                           | unknown bad-request, retryable          | 1
            429                               | not-done http-429                      | unknown http-429, retryable             | 2
            502                               | unknown http-502, retryable            | unknown http-502, retryable             | 2
            504                               | unknown http-504, retryable            | unknown http-504, retryable             | 2
            302 location=/elsewhere           | unknown redirected, retryable          | unknown redirected, retryable           | 1
            307 location=/api/things          | unknown redirected, retryable          | unknown redirected, retryable           | 1
            # none
            broken                            | unknown network, retryable             | unknown network, retryable              | 2
            """)
    void everyAnswerHasItsEnding(String answer, String alone, String afterDoubt, int sendsByItself) {
        server.script(answer);
        String key = page.begin();
        assertThat(page.send(key)).isEqualTo(alone);
        assertStays(key, alone);

        server.script("broken", answer);
        String doubtful = page.begin();
        assertThat(page.send(doubtful)).isEqualTo("unknown network, retryable");
        assertThat(page.send(doubtful)).isEqualTo(afterDoubt);
        assertStays(doubtful, afterDoubt);

        server.received().clear();
        server.script(answer, "201 echoed");
        String patient = page.begin("{ patience: 30_000 }");
        assertThat(page.send(patient)).isEqualTo(sendsByItself == 2 ? "answered 201" : alone);
        assertThat(server.received()).hasSize(sendsByItself);
    }

    @Test
    void aConnectionThatEndsWithoutAWordLeavesItUnknown() {
        server.script(ScriptedAnswer.dropped(), ScriptedAnswer.dropped(), ScriptedAnswer.dropped());
        assertThat(page.send(page.begin())).isEqualTo("unknown network, retryable");
    }

    @Test
    void aServerThatIsNotThereLeavesItUnknown() {
        String key = page.begin();
        server.close();
        assertThat(page.send(key)).isEqualTo("unknown network, retryable");
    }

    @Test
    void aSendThatTakesTooLongIsGivenUpAndTheNextGetsTheAnswer() {
        HeldAnswer late = new HeldAnswer("201 echoed");
        server.script(late, ScriptedAnswer.of("201 echoed replayed"));
        String key = page.begin("{ patience: 30_000, sendTimeout: 7_000 }");
        page.start(key);
        late.awaitRequest();
        assertThat(page.evaluate("() => { deadlines[0].pass(); return deadlines[0].ms; }"))
                .isEqualTo(7000);
        assertThat(page.started()).isEqualTo("answered 201 replayed");
        assertThat(page.evaluate("() => waits")).asString().isEqualTo("[timeout 500]");
        late.release();
    }

    @Test
    void anExecutedRequestWhoseAnswerIsGoneSaysWhatItsFirstAnswerWas() {
        server.script("409 result-not-kept- location=/things/1");
        String key = page.begin();
        assertThat(page.send(key)).isEqualTo("answered 409");
        assertThat(
                        page.evaluate(
                                "() => [outcome.response.json().code, outcome.response.json().firstStatus, outcome.response.headers.get('location')].join()"))
                .isEqualTo("result-not-kept,201,/things/1");
    }

    @Test
    void aProblemThatIsNotOneIsJudgedByItsStatus() {
        server.script(ScriptedAnswer.of(
                409, Map.of("Content-Type", "application/json"), "{\"code\":\"request-in-progress\"}"));
        assertThat(page.send(page.begin())).isEqualTo("answered 409");
    }

    @Test
    void aMisdirectedRequestIsRepeatedByTheBrowserOnceAndThenRefused() {
        server.script("421 echoed", "421 echoed");
        assertThat(page.send(page.begin())).isEqualTo("not-done http-421");
        assertThat(server.received())
                .hasSize(2)
                .extracting(Received::key)
                .containsOnly(server.received().get(0).key());
    }

    @Test
    void aProxyThatAsksForCredentialsIsARefusalWhereTheBrowserShowsIt() {
        // this one makes a failure of the network of it
        assertThat(page.evaluate(
                        "async () => (await import('/idempotent-fetch.js')).judge({ status: 407 }, false).step"))
                .isEqualTo("not-done");
    }

    /** Only an unknown ending leaves the attempt open. */
    private void assertStays(String key, String ending) {
        assertThat(page.openKeys().contains(key)).as(ending).isEqualTo(ending.startsWith("unknown"));
    }
}
