package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code idempotent-fetch} makes of storage that is full, forbidden, or damaged. */
class IdempotentFetchFailingStorageTest extends OneModulePage {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // forbidden, full, and silently useless
                "{ get length() { throw new DOMException('no', 'SecurityError'); }, getItem() { throw new DOMException('no'); },"
                        + " setItem() { throw new DOMException('no', 'SecurityError'); }, removeItem() {} }",
                "{ length: 0, key: () => null, getItem: () => null,"
                        + " setItem() { throw new DOMException('full', 'QuotaExceededError'); }, removeItem() {} }",
                "{ length: 0, key: () => null, getItem: () => null, setItem() {}, removeItem() {} }"
            })
    void withoutStorageNothingIsSent(String storage) {
        String options = "{ storage: " + storage + " }";
        assertThat(page.failing("begin(" + options + ")")).isEqualTo("NotStoredError");
        assertThat(page.failing("open_(" + options + ")")).isEqualTo("none");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void storageThatIsFullByTheTimeOfTheSendStopsIt() {
        String key = page.begin();
        page.evaluate(
                "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
        assertThat(page.failing("send('%s')".formatted(key))).isEqualTo("NotStoredError");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void storageThatIsFullByTheTimeOfTheAnswerDoesNotSpoilIt() {
        HeldAnswer answer = new HeldAnswer("201 echoed");
        server.script(answer);
        String key = page.begin();
        page.start(key);
        answer.awaitRequest();
        page.evaluate(
                "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
        answer.release();
        assertThat(page.started()).isEqualTo("answered 201");
    }

    @Test
    void aBrowserThatForbidsStorageDoesNotKeepThePageFromLoading() {
        page.evaluate(
                "() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })");
        assertThat(page.openKeys()).isEmpty();
        assertThat(page.failing("begin()")).isEqualTo("NotStoredError");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void damagedItemsAreLeftAloneAndTheOthersAreFound() {
        String key = page.begin();
        List<String> warnings = new ArrayList<>();
        page.page().onConsoleMessage((ConsoleMessage message) -> warnings.add(message.text()));
        String prefix = "idempotent-fetch:things%2Falice:open:";
        List<String> damaged =
                List.of("", "{", "null", "[]", "7", "{\"version\":2}", "{\"version\":1,\"key\":\"other\"}");
        for (int i = 0; i < damaged.size(); i++) {
            page.page().evaluate("item => localStorage.setItem(item[0], item[1])", List.of(prefix + i, damaged.get(i)));
        }
        page.evaluate("() => localStorage.setItem('idempotent-fetch:things%2Falice:settled:x', '{')");

        assertThat(page.openKeys()).containsExactly(key);
        assertThat(page.stored()).contains(prefix + "0", prefix + "6").doesNotContain("settled:x");
        Eventually.happens("a warning came for each", () -> {
            page.evaluate("() => null");
            return warnings.size() == damaged.size();
        });
    }

    @Test
    void whatOnlyLacksItsDoubtIsReadAsDoubtful() {
        String key = page.begin();
        page.page()
                .evaluate(
                        "name => { const { everSent, inDoubt, ...rest } = JSON.parse(localStorage.getItem(name));"
                                + " localStorage.setItem(name, JSON.stringify(rest)); }",
                        "idempotent-fetch:things%2Falice:open:" + key);
        server.script("503 store-unavailable+ after=1");
        assertThat(page.send(key)).isEqualTo("unknown store-unavailable, retryable");
    }
}
