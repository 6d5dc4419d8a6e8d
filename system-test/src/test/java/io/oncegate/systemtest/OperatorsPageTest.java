package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators' page in a real browser: who sees what, what is told, and what is changed (contract 11). */
class OperatorsPageTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final OperatorsDesk DESK = new OperatorsDesk();

    private static final double PATIENCE_MILLIS = 30_000;
    private static final String ENDPOINT = "/actuator/idempotency";
    private static final String MORE_IS_SHOWN =
            "n => document.querySelectorAll('.entry').length > n || document.querySelector('#more').hidden";
    private static final String FORGED = """
            ([address, mode, type, key]) => fetch(address, {
              method: "POST",
              mode,
              credentials: "include",
              headers: { "Content-Type": type },
              body: JSON.stringify({
                namespace: "things", caller: "alice", key, action: "delete", reason: "INC-" + key, version: "0",
              }),
            }).then(() => "answered", () => "refused")
            """;
    private static final String BY_HAND = """
            ([key, authorization]) => fetch("../actuator/idempotency", {
              method: "POST",
              headers: { "Content-Type": "application/json", Authorization: authorization },
              body: JSON.stringify({
                namespace: "things", caller: "alice", key, action: "delete", reason: "INC-4", version: "0",
              }),
            }).then((answer) => answer.status)
            """;

    private final String key = Http.newKey();

    @BeforeAll
    static void bePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @Test
    void anUnknownOutcomeIsToldInWordsSettledWithAnAnswerAndReplayed() {
        DESK.unknown(key);
        OperatorTab tab = open("").signedIn("ops");
        tab.search(key);
        tab.choose(key);
        tab.assertState("unknown");
        assertThat(tab.at("#explanation")).containsText("A retry gets 409 outcome-unknown");

        tab.at("#settle-done").click();
        tab.page().fill("#answer-headers", "Location: /api/things/9");
        tab.page().fill("#answer-body", "settled by hand");
        tab.page().fill("#reason", "INC-1");
        tab.at("#confirm").click();

        assertThat(tab.at("#notice")).hasText("Changed: unknown → kept.");
        tab.assertState("kept");
        assertThat(tab.at("#answer")).containsText("Location: /api/things/9");
        Http.Reply retry = DESK.retry(key);
        assertThat(retry.body()).isEqualTo("settled by hand");
        assertThat(retry.isReplay()).isTrue();
        assertThat(DESK.executions(key)).isEqualTo(1);
        assertThat(audit()).contains("INC-1", "settle-done");
        assertClean(tab);
    }

    @ParameterizedTest
    @CsvSource({
        "settle-not-executed, 'Changed: unknown → forgotten.'",
        "release, 'Changed: unknown → released.'",
        "delete, 'Changed: unknown → forgotten.'"
    })
    void whatMayRunAgainRunsAgain(String action, String notice) {
        DESK.unknown(key);
        OperatorTab tab = open(OperatorTab.entry(key)).signedIn("ops");

        tab.change(action, "INC-2");

        assertThat(tab.at("#notice")).hasText(notice);
        DESK.next(200);
        assertThat(DESK.retry(key).body()).isEqualTo("next");
        assertThat(DESK.executions(key)).isEqualTo(2);
        assertClean(tab);
    }

    @Test
    void nothingIsChangedWithoutAReasonNorByLeaving() {
        DESK.unknown(key);
        OperatorTab tab = open(OperatorTab.entry(key)).signedIn("ops");

        tab.at("#release").click();
        assertThat(tab.at("#cancel")).isFocused();
        assertThat(tab.at("#change-consequence")).containsText("charged twice");
        tab.at("#confirm").click();
        assertThat(tab.at("#change-fault")).hasText("Say why.");
        tab.page().keyboard().press("Escape");

        assertThat(tab.at("#change")).isHidden();
        assertThat(DESK.retry(key).code()).hasValue("outcome-unknown");
        assertClean(tab);
    }

    @Test
    void whatChangedMeanwhileIsShownAndLeftAlone() {
        DESK.unknown(key);
        OperatorTab first = open(OperatorTab.entry(key)).signedIn("ops");
        OperatorTab second = open(OperatorTab.entry(key)).signedIn("ops");
        second.assertState("unknown");
        first.change("release", "INC-3");
        first.assertState("released");

        second.change("delete", "INC-3 too");

        assertThat(second.at("#notice")).containsText("Nothing was changed");
        second.assertState("released");
        assertClean(second);
    }

    @Test
    void whoOnlyReadsSeesNoButtonsAndNoBodyAndIsToldWhy() {
        DESK.kept(key, "a note", "a body");
        OperatorTab tab = open(OperatorTab.entry(key)).signedIn("audit");

        assertThat(tab.at("#read-only")).isVisible();
        assertThat(tab.at("#actions")).hasCount(0);
        assertThat(tab.at("#show-body")).hasCount(0);
        assertThat(tab.at("#role")).hasText("reads only");
        assertThat(tab.page().evaluate(BY_HAND, new String[] {key, "Basic YXVkaXQ6YXVkaXQ="}))
                .isEqualTo(403);
        assertClean(tab);
    }

    @Test
    void aBodyIsShownWhenAskedFor() {
        DESK.kept(key, "a note", "a body of a customer's");
        OperatorTab tab = open(OperatorTab.entry(key)).signedIn("ops");
        assertThat(tab.at("#answer")).containsText("a note");
        assertThat(tab.page().content()).doesNotContain("a body of a customer's");

        tab.at("#show-body").click();

        assertThat(tab.at("#body")).hasText("a body of a customer's");
        assertClean(tab);
    }

    @ParameterizedTest
    @CsvSource({"alice, alice, Your role", "ops, guessed, wrong", "nobody, nobody, wrong"})
    void nobodyElseComesIn(String name, String secret, String fault) {
        OperatorTab tab = open("").signIn(name, secret);

        assertThat(tab.at("#sign-in-fault")).containsText(fault);
        assertThat(tab.at("#desk")).isHidden();
        assertThat(tab.page().evaluate("() => sessionStorage.length")).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"cors, application/json", "no-cors, text/plain"})
    void anotherSiteCannotChangeAnythingThoughTheBrowserKnowsTheOperator(String mode, String type) {
        Page elsewhere = CHROMIUM.person(new Browser.NewContextOptions().setHttpCredentials("ops", "ops"))
                .newPage();
        // the browser has been asked for credentials, and goes on adding them
        elsewhere.navigate(DESK.management().base() + "/actuator/metrics");
        elsewhere.navigate(DESK.elsewhere());

        elsewhere.evaluate(FORGED, new String[] {DESK.management().base() + ENDPOINT, mode, type, key});

        assertThat(audit()).doesNotContain("INC-" + key);
    }

    @Test
    void whatACustomerSentIsShownAndNeverRun() {
        String hostile = "<img src=x onerror=document.title=1>" + key;
        DESK.kept(hostile, "<script>document.title=2</script>", "<img src=x onerror=document.title=3>");
        OperatorTab tab = open("").signedIn("ops");
        tab.search(hostile);
        tab.choose(hostile);
        tab.at("#show-body").click();

        assertThat(tab.at("#entry-title")).hasText(hostile);
        assertThat(tab.at("#body")).containsText("<img");
        assertThat(tab.page().locator("main img")).hasCount(0);
        assertThat(tab.page()).hasTitle("Idempotency keys");
        assertClean(tab);
    }

    @Test
    void aListIsFilteredByStateAndGoneThroughPageByPage() {
        for (int i = 0; i < 60; i++) {
            DESK.kept("listed-" + i + key, "n", "b");
        }
        OperatorTab tab = open("#namespace=things&caller=alice&state=kept").signedIn("audit");
        assertThat(tab.at(".chip.kept")).isVisible();

        assertThat(tab.at("#told")).containsText(Pattern.compile("entr|so far"));
        while (tab.at("#more").isVisible()) {
            int before = tab.at(".entry").count();
            tab.at("#more").click();
            tab.page().waitForFunction(MORE_IS_SHOWN, before);
        }

        assertThat(tab.at(".entry:has-text('" + key + "')")).hasCount(60);
        assertThat(tab.at(".entry .badge").allTextContents()).containsOnly("kept");
        assertClean(tab);
    }

    @Test
    void aKeyThatIsNotThereAndARedisThatIsAwayAreTold() {
        OperatorTab tab = open(OperatorTab.entry(key)).signedIn("audit");
        assertThat(tab.at("#failure")).containsText("There is no such entry");

        DESK.redis().pause();
        try {
            tab.at("#retry").click();
            assertThat(tab.at("#failure")).containsText("The store does not answer");
        } finally {
            DESK.redis().resume();
        }
        assertClean(tab);
    }

    private static String audit() {
        return DESK.management().get("ops", "/actuator/auditevents").body();
    }

    private static OperatorTab open(String place) {
        return DESK.open(CHROMIUM.person(), place);
    }

    private static void assertClean(OperatorTab tab) {
        assertThat(tab.complaints()).isEmpty();
    }
}
