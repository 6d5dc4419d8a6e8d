package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code idempotent-fetch} keeps in the browser's storage, and for how long. */
class IdempotentFetchKeepingTest {

    private static final String BODY = "{\"thing\": \"größer\"}";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private ScriptedServer server;
    private BrowserContext person;
    private ModulePage page;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        person = CHROMIUM.person();
        page = ModulePage.open(person, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theKeyIsStoredBeforeAnythingIsSent() {
        String key = page.begin();
        assertThat(page.stored()).contains(key);
        assertThat(page.open()).singleElement().satisfies(attempt -> assertThat(attempt)
                .containsEntry("key", key)
                .containsEntry("url", server.address() + "api/things")
                .containsEntry("body", BODY)
                .containsEntry("note", Map.of("thing", 1))
                .containsEntry("everSent", false));
        assertThat(server.received()).isEmpty();
    }

    @Test
    void thatARequestMayHaveLeftIsStoredBeforeItLeaves() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        server.script(answer);
        String key = page.begin();
        page.start(key);
        answer.awaitRequest();

        ModulePage other = ModulePage.open(person, server);
        assertThat(other.open()).singleElement().satisfies(attempt -> assertThat(attempt)
                .containsEntry("key", key)
                .containsEntry("everSent", true));

        answer.release();
        assertThat(page.started()).isEqualTo("answered 201");
        assertThat(page.openKeys()).isEmpty();
    }

    @Test
    void aPageThatIsKilledWhileItSendsFindsItsAttemptAgainAndCanFinishIt() {
        HeldAnswer lost = new HeldAnswer("201 echoed");
        server.script(lost, ScriptedAnswer.of("201 echoed replayed"));
        String key = page.begin();
        page.start(key);
        lost.awaitRequest();
        page.page().close();
        lost.release();

        ModulePage reopened = ModulePage.open(person, server);
        assertThat(reopened.open()).singleElement().satisfies(attempt -> assertThat(attempt)
                .containsEntry("key", key)
                .containsEntry("body", BODY)
                .containsEntry("everSent", true));
        assertThat(reopened.send(key)).isEqualTo("answered 201 replayed");
        assertThat(server.received()).hasSize(2);
        assertThat(server.received().get(1)).isEqualTo(server.received().get(0));
    }

    @Test
    void aRefusalAfterAPageWasKilledWhileItSentIsNoProofThatNothingWasDone() {
        HeldAnswer lost = new HeldAnswer("201 echoed");
        server.script(lost, ScriptedAnswer.of("503 store-unavailable+ after=1"));
        String key = page.begin();
        page.start(key);
        lost.awaitRequest();
        page.page().close();
        lost.release();

        ModulePage reopened = ModulePage.open(person, server);
        assertThat(reopened.openKeys()).containsExactly(key);
        assertThat(reopened.send(key)).isEqualTo("unknown store-unavailable, retryable");
    }

    @Test
    void aRefusalThatLeavesTheAttemptOpenLeavesNoDoubtBehind() {
        server.script("503 store-unavailable+ after=1", "503 gateway-busy+ after=60");
        String key = page.begin("{ patience: 30_000 }");
        assertThat(page.send(key)).isEqualTo("not-done gateway-busy");
        assertThat(page.sleeps()).hasSize(1);
    }

    @Test
    void credentialsAreNeverStored() {
        server.script("broken", "201 echoed");
        String key = page.begin();
        page.send(key);
        assertThat(page.stored()).contains(key).doesNotContain("Basic", "c2VjcmV0");
        page.send(key);
        assertThat(page.stored()).doesNotContain("Basic", "c2VjcmV0");
        assertThat(server.received())
                .allSatisfy(request -> assertThat(request.authorization()).isEqualTo("Basic c2VjcmV0"));
        for (String name : List.of("Authorization", "Cookie", "Idempotency-Key")) {
            String request = "begin({}, { headers: { '%s': 'x' } })".formatted(name);
            // the browser itself drops a cookie
            assertThat(page.failing(request)).isEqualTo("TypeError");
        }
    }

    @Test
    void cookiesAreNotSent() {
        page.evaluate("() => { document.cookie = 'session=1'; }");
        server.script("201 echoed");
        page.send(page.begin());
        assertThat(server.received()).singleElement().satisfies(request -> assertThat(request.cookie())
                .isEmpty());
    }

    @Test
    void oneSendCannotChangeTheRequest() {
        String key = page.begin();
        assertThat(page.failing("send('%s', { 'content-type': 'text/plain' })".formatted(key)))
                .isEqualTo("TypeError");
        assertThat(page.failing("send('%s', { 'idempotency-key': 'another' })".formatted(key)))
                .isEqualTo("TypeError");
        assertThat(server.received()).isEmpty();
        assertThat(page.open()).singleElement().satisfies(attempt -> assertThat(attempt)
                .containsEntry("everSent", false));
    }

    @Test
    void whatCannotBeSentIsNotBegun() {
        assertThat(page.failing("begin({}, { method: 'GET' })")).isEqualTo("TypeError");
        assertThat(page.failing("begin({}, { body: { thing: 1 } })")).isEqualTo("TypeError");
        assertThat(page.failing("begin({}, { headers: { 'not a name': 'x' } })"))
                .isEqualTo("TypeError");
        assertThat(page.openKeys()).isEmpty();
    }

    @Test
    void scopesAreSeparateEvenWhereOneBeginsLikeTheOther() {
        String alices = page.begin("{ scope: 'things' }");
        String others = page.begin("{ scope: 'things:open' }");
        assertThat(page.openKeys()).isEmpty();
        assertThat(page.evaluate("async () => (await open_({ scope: 'things' })).map((it) => it.key).join()"))
                .isEqualTo(alices);
        assertThat(page.evaluate("async () => (await open_({ scope: 'things:open' })).map((it) => it.key).join()"))
                .isEqualTo(others);
    }

    @Test
    void openAttemptsComeOldestFirst() {
        String first = page.begin();
        page.evaluate("() => passTime(1000)");
        String second = page.begin();
        page.evaluate("() => passTime(1000)");
        String third = page.begin();
        assertThat(page.openKeys()).containsExactly(first, second, third);
    }

    @Test
    void whatThePageSettledItselfIsForgotten() {
        server.script("broken");
        String key = page.begin();
        page.send(key);
        page.page().evaluate("key => settle(key)", key);
        assertThat(page.stored()).isEqualTo("[]");
        assertThat(page.send(key)).isEqualTo("unknown forgotten");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anEndingIsRememberedForAShortWhileOnly() {
        server.script("201 echoed");
        String key = page.begin();
        page.send(key);
        assertThat(page.send(key)).isEqualTo("answered 201");
        page.evaluate("() => passTime(5 * 60_000)");
        page.openKeys();
        assertThat(page.send(key)).isEqualTo("answered 201");
        page.evaluate("() => passTime(1)");
        page.openKeys();
        assertThat(page.stored()).isEqualTo("[]");
        assertThat(server.received()).hasSize(1);
    }
}
