package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.ScriptedServer.Received;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code idempotent-fetch} retries by itself: what it sends, how long it waits, and when it stops. */
class IdempotentFetchRetriesTest extends OneModulePage {

    private static final Pattern QUOTED_UUID = Pattern.compile("\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"");

    @Test
    void everyRetryIsTheSameRequestWithTheSameKey() {
        server.script("500 echoed", "broken", "409 request-in-progress+ after=1", "503 gateway-busy+", "201 echoed");
        String key = page.begin("{ patience: 30_000 }");
        assertThat(page.send(key)).isEqualTo("answered 201");
        Received first = server.received().get(0);
        assertThat(first.key()).isEqualTo('"' + key + '"').matches(QUOTED_UUID);
        assertThat(first.body()).isEqualTo("{\"thing\": \"größer\"}");
        assertThat(first.contentType()).isEqualTo("application/json");
        assertThat(server.received()).hasSize(5).containsOnly(first);
    }

    @Test
    void everyAttemptHasAKeyOfItsOwn() {
        assertThat(page.begin()).isNotEqualTo(page.begin());
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "0, 500", "later, 500"})
    void theServerSaysHowLongToWaitAtLeast(String retryAfter, int slept) {
        server.script("429 echoed after=" + retryAfter, "201 echoed");
        assertThat(page.send(page.begin("{ patience: 30_000 }"))).isEqualTo("answered 201");
        assertThat(page.sleeps()).containsExactly(slept);
    }

    @ParameterizedTest
    @CsvSource({
        // the page's clock says 12:00
        "12:00:09, , 9000",
        "11:59:00, , 500",
        "11:00:09, 11:00:00, 9000",
        "13:00:09, 13:00:00, 9000",
    })
    void aDateCountsFromTheServersOwnIfItNamesOne(String until, @Nullable String now, int slept) {
        String day = "Mon, 23 Nov 2026 ";
        server.script(
                ScriptedAnswer.of(429, Map.of("Retry-After", day + until + " GMT"), ""),
                ScriptedAnswer.of("201 echoed"));
        String date = now == null ? "undefined" : "'" + day + now + " GMT'";
        String key = page.begin("{ patience: 30_000, fetch: fetchDated(%s) }".formatted(date));
        assertThat(page.send(key)).isEqualTo("answered 201");
        assertThat(page.sleeps()).containsExactly(slept);
    }

    @Test
    void withoutAWordOfTheServerTheWaitDoublesUpToALimitUntilPatienceEnds() {
        server.script("broken", "502", "500", "503", "504", "502", "502", "502", "502", "502", "502");
        assertThat(page.send(page.begin("{ patience: 16_000 }"))).isEqualTo("unknown http-502, retryable");
        assertThat(page.sleeps()).containsExactly(500, 1000, 2000, 4000, 4000, 4000);
        assertThat(server.received()).hasSize(7);
        assertThat(page.evaluate("() => waits.slice(0, 2).join()")).isEqualTo("network 500,http-502 1000");
    }

    @Test
    void waitsAreSpread() {
        server.script("502", "502", "201 echoed");
        page.send(page.begin("{ patience: 30_000, random: () => 0 }"));
        assertThat(page.sleeps()).containsExactly(250, 500);
    }

    @Test
    void whoIsAskedToWaitBeyondItsPatienceStopsAtOnce() {
        server.script("503 upstream-unavailable+ after=31");
        assertThat(page.send(page.begin("{ patience: 30_000 }"))).isEqualTo("not-done upstream-unavailable");
        assertThat(page.sleeps()).isEmpty();
    }

    @Test
    void anAbortedSendLeavesTheAttemptOpen() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        server.script(answer, ScriptedAnswer.of("201 echoed replayed"));
        String key = page.begin();
        page.start(key);
        answer.awaitRequest();
        page.evaluate("() => leave.abort()");
        assertThat(page.started()).isEqualTo("unknown aborted, retryable");
        assertThat(page.openKeys()).containsExactly(key);
        answer.release();
        assertThat(page.send(key)).isEqualTo("answered 201 replayed");
    }

    @Test
    void whoAbortsAfterNothingButRefusalsKnowsThatNothingWasDone() {
        server.script("503 store-unavailable+ after=5");
        String key = page.begin("{ patience: 30_000, clock: { sleep: async () => leave.abort() } }");
        assertThat(page.send(key)).isEqualTo("not-done aborted");
        assertThat(page.openKeys()).isEmpty();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void whoAbortsBetweenTwoSendsOfWhichOneIsInDoubtDoesNotKnow() {
        server.script("broken");
        String key = page.begin("{ patience: 30_000, clock: { sleep: async () => leave.abort() } }");
        assertThat(page.send(key)).isEqualTo("unknown aborted, retryable");
        assertThat(page.openKeys()).containsExactly(key);
    }

    @Test
    void theRealClockWaitsAndGivesUpWaitingWhenAborted() {
        server.script("503 store-unavailable+ after=20", "201 echoed");
        String key = page.begin("{ patience: 30_000, clock: systemClock }");
        page.start(key);
        page.page().waitForFunction("() => waits.length === 1");
        page.evaluate("() => leave.abort()");
        assertThat(page.started()).isEqualTo("not-done aborted");
    }

    @Test
    void theRealClockComesToTheEndOfAWait() {
        server.script("502", "201 echoed");
        String key = page.begin("{ patience: 30_000, clock: systemClock }");
        assertThat(page.send(key)).isEqualTo("answered 201");
    }
}
