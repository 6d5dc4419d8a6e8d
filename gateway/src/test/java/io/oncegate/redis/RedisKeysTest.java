package io.oncegate.redis;

import static io.oncegate.core.Sample.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.EntryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spelling is what operators type and what a rolling upgrade relies on: it is pinned here letter by letter. */
class RedisKeysTest {

    @Test
    void keyReadsAsNamespaceCallerAndKey() {
        assertThat(RedisKeys.of(id("orders", "alice", "8e03978e-40d5-43dd-bc93-6894a57f9324")))
                .isEqualTo("oncegate:v1:orders:alice:8e03978e-40d5-43dd-bc93-6894a57f9324");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alice@example.org, alice@example.org",
                "a-b_c.d~e+f=g/h, a-b_c.d~e+f=g/h",
                "a:b, a%3Ab",
                "a%3Ab, a%253Ab",
                "{a}, %7Ba%7D",
                "a b, a%20b",
                "a*b?[c], a%2Ab%3F%5Bc%5D",
                "a\"b'c\\d, a%22b%27c%5Cd",
                "gr\u00fc\u00df, gr%C3%BC%C3%9F",
                "\u6f22\ud83d\ude00, %E6%BC%A2%F0%9F%98%80",
                "CaSe, CaSe"
            })
    void whatSeparatesMatchesTagsOrNeedsQuotingIsPercentEncoded(String caller, String spelled) {
        assertThat(RedisKeys.of(id("n", caller, "k"))).isEqualTo("oncegate:v1:n:" + spelled + ":k");
        assertThat(RedisKeys.of(id(caller, "c", "k"))).isEqualTo("oncegate:v1:" + spelled + ":c:k");
    }

    @Test
    void clientsKeyIsEncodedLikeTheRest() {
        assertThat(RedisKeys.of(id("n", "c", "a:b {tag} %41"))).isEqualTo("oncegate:v1:n:c:a%3Ab%20%7Btag%7D%20%2541");
    }

    @Test
    void noHashTagIsEverFormed() {
        assertThat(RedisKeys.of(id("{n}", "{c}", "{k}"))).doesNotContain("{", "}");
    }

    @Test
    void everyKeyIsPrintableAsciiWithoutSpaces() {
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 0x250; c++) {
            all.append(c);
        }
        assertThat(RedisKeys.of(id(all.toString(), all.toString(), "k"))).matches("[\\x21-\\x7e]+");
        assertThat(RedisKeys.bytes(id("n", "c", "k"))).asString().isEqualTo("oncegate:v1:n:c:k");
    }

    @Test
    void halfASurrogatePairIsSpelledLikeNothingElse() {
        assertThat(RedisKeys.of(id("n", "a\ud83d", "k"))).isEqualTo("oncegate:v1:n:a%ED%A0%BD:k");
        assertThat(RedisKeys.of(id("n", "\ude00a", "k"))).isEqualTo("oncegate:v1:n:%ED%B8%80a:k");
    }

    @Test
    void noTwoIdentitiesShareAKey() {
        List<String> parts = List.of(
                "a", "A", "b", ":", "a:", ":a", "a:b", "%3A", "a%3A", "%", "%25", "a b", "a+b", "a%20b", "\u00fc",
                "%C3%BC", "u\u0308", "?", "\ud83d", "\ude00", "\ud83d?", "\ufffd");
        Map<String, EntryId> seen = new HashMap<>();
        for (String namespace : parts) {
            for (String caller : parts) {
                EntryId id = id(namespace, caller, "k");
                assertThat(seen.put(RedisKeys.of(id), id)).as(RedisKeys.of(id)).isNull();
            }
        }
        assertThat(seen).hasSize(parts.size() * parts.size());
    }

    @Test
    void everySpellingIsReadBack() {
        List<String> parts = List.of(
                "a",
                ":",
                "a:b",
                "%3A",
                "%",
                "a b",
                "\u00fc",
                "u\u0308",
                "\u6f22\ud83d\ude00",
                "\ud83d",
                "\ude00x",
                "x\ud83dy");
        for (String namespace : parts) {
            for (String caller : parts) {
                EntryId id = id(namespace, caller, "k, {1}%41");
                assertThat(RedisKeys.parse(RedisKeys.of(id))).contains(id);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oncegate:v1:",
                "oncegate:v1:n:c",
                "oncegate:v1:n:c:k:x",
                "oncegate:v2:n:c:k",
                "other:v1:n:c:k",
                "oncegate:v1:n:c:%",
                "oncegate:v1:n:c:%4",
                "oncegate:v1:n:c:%zz",
                "oncegate:v1:n:c:%6b",
                "oncegate:v1:n:c:a{b",
                "oncegate:v1::c:k",
                "oncegate:v1:n:c:"
            })
    void whatIsNoSpellingOfAKeyIsNotRead(String key) {
        assertThat(RedisKeys.parse(key)).isEmpty();
    }
}
