package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two tabs with one attempt of {@code idempotent-fetch}. */
class IdempotentFetchTabsTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private ScriptedServer server;
    private ModulePage one;
    private ModulePage other;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        BrowserContext person = CHROMIUM.person();
        one = ModulePage.open(person, server);
        other = ModulePage.open(person, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void oneSendsAndBothGetTheAnswer() {
        HeldAnswer answer = new HeldAnswer("201 echoed location=/things/1");
        String key = bothKnowOneBeingSent(answer);
        answer.release();
        assertThat(one.started()).isEqualTo("answered 201");
        assertThat(other.started()).isEqualTo("answered 201");
        assertThat(other.evaluate("() => outcome.response.headers.get('location') + outcome.response.text"))
                .isEqualTo("/things/1plain");
        assertThat(server.received()).hasSize(1);
        assertThat(one.stored()).doesNotContain("open:" + key);
    }

    @Test
    void aTabThatSeesLateWhatTheOtherHasStoredSendsNothing() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        bothKnowOneBeingSent(answer, "{ storage: lateStorage(), clock: catchingUp }");
        answer.release();
        assertThat(one.started()).isEqualTo("answered 201");
        assertThat(other.started()).isEqualTo("answered 201");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anAnswerTooLongToHandOverIsStillAnAnswer() {
        server.script(ScriptedAnswer.of(201, Map.of("Location", "/things/1"), "x".repeat(64_001)));
        String key = one.begin();
        Eventually.happens(
                "the other tab saw the attempt", () -> !other.openKeys().isEmpty());
        assertThat(one.send(key)).isEqualTo("answered 201");
        awaitEnd(other);
        assertThat(other.send(key)).isEqualTo("answered 201");
        assertThat(other.evaluate(
                        "() => outcome.incomplete && outcome.response.headers.get('location') + outcome.response.text"))
                .isEqualTo("/things/1");
    }

    @Test
    void whereTheFirstDoesNotKnowTheSecondTriesTheSameKey() {
        HeldAnswer answer = new HeldAnswer("broken");
        String key = bothKnowOneBeingSent(answer);
        server.script("201 echoed replayed");
        answer.release();
        assertThat(one.started()).isEqualTo("unknown network, retryable");
        assertThat(other.started()).isEqualTo("answered 201 replayed");
        assertThat(server.received()).hasSize(2).containsOnly(server.received().get(0));
        awaitEnd(one);
        assertThat(one.send(key)).isEqualTo("answered 201 replayed");
    }

    @Test
    void whatTheFirstLearnsToBeNotDoneTheSecondDoesNotSendAgain() {
        HeldAnswer answer = new HeldAnswer("422 key-reused-");
        bothKnowOneBeingSent(answer);
        answer.release();
        assertThat(one.started()).isEqualTo("not-done key-reused");
        assertThat(other.started()).isEqualTo("not-done key-reused");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void whoStopsWaitingForTheOtherSettlesNothing() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        String key = bothKnowOneBeingSent(answer);
        other.evaluate("() => leave.abort()");
        assertThat(other.started()).isEqualTo("unknown aborted, retryable");
        assertThat(other.openKeys()).containsExactly(key);
        answer.release();
        assertThat(one.started()).isEqualTo("answered 201");
        awaitEnd(other);
        assertThat(other.send(key)).isEqualTo("answered 201");
    }

    @Test
    void aTabThatDiesLetsTheOtherGoOn() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        bothKnowOneBeingSent(answer);
        server.script("201 echoed replayed");
        one.page().close();
        assertThat(other.started()).isEqualTo("answered 201 replayed");
        answer.release();
        assertThat(server.received()).hasSize(2).containsOnly(server.received().get(0));
    }

    @Test
    void aTabHearsWhenTheOtherBeginsAndSettles() {
        other.evaluate("() => { window.changes = 0; window.deaf = attemptsWith().onChange(() => changes++); }");
        String key = one.begin();
        other.page().waitForFunction("() => changes === 1");
        server.script("201 echoed");
        one.send(key);
        other.page().waitForFunction("() => changes === 2");
        assertThat(other.openKeys()).isEmpty();
        other.evaluate("() => deaf()");
    }

    @Test
    void withoutLocksItWorksAllTheSame() {
        server.script("broken", "201 echoed");
        String key = one.begin("{ locks: null }");
        assertThat(one.send(key)).isEqualTo("unknown network, retryable");
        assertThat(one.send(key)).isEqualTo("answered 201");
    }

    /** An attempt that the first tab is sending and for which the second waits; its key. */
    private String bothKnowOneBeingSent(HeldAnswer answer) {
        return bothKnowOneBeingSent(answer, "{ clock: systemClock }");
    }

    private String bothKnowOneBeingSent(HeldAnswer answer, String optionsOfTheOther) {
        server.script(answer);
        String key = one.begin();
        Eventually.happens("the other tab saw the attempt", () -> !other.open(optionsOfTheOther)
                .isEmpty());
        one.start(key);
        answer.awaitRequest();
        other.start(key);
        other.page().waitForFunction("() => waits.includes('another-tab')");
        return key;
    }

    /** What one tab stores takes a while to come to the other. */
    private static void awaitEnd(ModulePage tab) {
        Eventually.happens(
                "the tab saw that the attempt is settled", () -> !tab.stored().contains(":open:"));
    }
}
