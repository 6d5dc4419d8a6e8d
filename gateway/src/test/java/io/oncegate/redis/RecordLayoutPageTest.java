package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer.Header;
import io.oncegate.core.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/record-layout.md says what the code does. */
class RecordLayoutPageTest {

    private static final Pattern FIELD = Pattern.compile("^\\| (\\d+) \\| (\\d+) \\| `(\\w+)` \\|", Pattern.MULTILINE);
    private static final Pattern STATE = Pattern.compile("^\\| `([A-Z])` \\|", Pattern.MULTILINE);
    private static final Pattern DUMP = Pattern.compile("^0{6}\\d0: ([0-9a-f ]{39})  ", Pattern.MULTILINE);
    private static final String PAGE = page();

    @Test
    void fieldsOfTheHeadFollowEachOtherToItsEnd() {
        int at = 0;
        for (MatchResult field : found(FIELD)) {
            assertThat(number(field, 1)).as(field.group(3)).isEqualTo(at);
            at += number(field, 2);
        }
        assertThat(at).isEqualTo(RecordCodec.HEAD);
    }

    @Test
    void fieldsOfTheHeadAreWhereThePageSays() {
        byte[] record = Golden.IN_FLIGHT.record();
        Map<String, BigInteger> values = new LinkedHashMap<>();
        for (MatchResult field : found(FIELD)) {
            int at = number(field, 1);
            values.put(field.group(3), new BigInteger(1, Arrays.copyOfRange(record, at, at + number(field, 2))));
        }
        assertThat(values)
                .containsEntry("version", BigInteger.valueOf(RecordCodec.VERSION))
                .containsEntry("state", BigInteger.valueOf(RecordCodec.IN_FLIGHT))
                .containsEntry("attempt", BigInteger.ONE)
                .containsEntry("token", BigInteger.valueOf(Sample.OWNER.value()))
                .containsEntry("fingerprint", new BigInteger("11121314151617182122232425262728", 16))
                .containsEntry("since", millis("2026-01-01T00:00:00Z"))
                .containsEntry("until", millis("2100-01-01T00:00:00Z"))
                .containsEntry("instance", new BigInteger("a1b2c3d4", 16))
                .containsEntry("took", BigInteger.ZERO)
                .containsEntry("earlier", BigInteger.ZERO)
                .hasSize(10);
    }

    @Test
    void statesAreThoseOfTheCodec() {
        Set<String> codec = new TreeSet<>();
        for (Golden golden : Golden.values()) {
            codec.add(String.valueOf((char) golden.record()[1]));
        }
        assertThat(found(STATE)).extracting(state -> state.group(1)).containsExactlyInAnyOrderElementsOf(codec);
    }

    @Test
    void wordsAreThoseOfTheClaimScript() {
        wordsAreThoseOf("claim.lua", script("claim-seldom.lua"), "unknown\\([^']*'([a-z-]+)'", 2);
    }

    @Test
    void wordsAreThoseOfTheChangeScript() {
        wordsAreThoseOf("change.lua", script("change.lua"), "\\{'([a-z-]+)'", 3);
    }

    private static void wordsAreThoseOf(String script, String source, String pattern, int atLeast) {
        List<String> words = found(Pattern.compile(pattern), source).stream()
                .map(word -> word.group(1))
                .distinct()
                .toList();
        String row = PAGE.lines()
                .filter(line -> line.startsWith("| `" + script + "`"))
                .collect(Collectors.joining());
        assertThat(words).hasSizeGreaterThan(atLeast).allSatisfy(word -> assertThat(row)
                .contains("`" + word + "`"));
    }

    @Test
    void numbersAreThoseOfTheOtherScripts() {
        Map<LuaScript, String> scripts = Map.of(
                LuaScript.RENEW, "renew",
                LuaScript.SETTLE, "settle",
                LuaScript.SETTLE_STAGED, "settle-staged",
                LuaScript.RELEASE, "release");
        scripts.forEach((script, name) -> {
            String source = new String(script.body(), UTF_8);
            Set<String> numbers = new TreeSet<>();
            found(Pattern.compile("(?:return |done\\(|landed = )(\\d)"), source)
                    .forEach(it -> numbers.add(it.group(1)));
            String row = PAGE.lines()
                    .filter(line -> line.startsWith("| `" + name + ".lua`"))
                    .collect(Collectors.joining());
            assertThat(found(Pattern.compile("\\b(\\d)(?=[;, ]| where)"), row))
                    .extracting(number -> number.group(1))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(numbers);
        });
    }

    @Test
    void codesOfHeadersAreThoseOfTheCodec() {
        List<String> codec = new ArrayList<>();
        List<String> names = HeaderCodes.names();
        for (int i = 0; i < names.size(); i++) {
            if (i == 0 || !names.get(i).equalsIgnoreCase(names.get(i - 1))) {
                codec.add((i + 1) + " " + names.get(i));
            }
        }
        List<Header> lines = HeaderCodes.lines();
        for (int i = 0; i < lines.size(); i += 2) {
            codec.add(
                    (i + 128) + " " + lines.get(i).name() + ": " + lines.get(i).value());
        }
        Pattern row = Pattern.compile("^\\| (\\d+)(?:, \\d+)? \\| `([^`]+)` \\|$", Pattern.MULTILINE);
        assertThat(found(row)).extracting(it -> it.group(1) + " " + it.group(2)).containsExactlyElementsOf(codec);
    }

    @Test
    void recordOfTheExampleIsAGoldenOne() {
        String dump = found(DUMP).stream().map(line -> line.group(1)).collect(Collectors.joining());
        byte[] shown = HexFormat.of().parseHex(dump.replace(" ", ""));
        assertThat(shown).hasSize(64).isEqualTo(Arrays.copyOf(Golden.KEPT.record(), 64));
    }

    @Test
    void keysAreSpelledAsThePageSays() {
        assertThat(PAGE).contains("`" + RedisKeys.of(Sample.id("orders", "alice", "abc")) + "`");
        assertThat(RedisKeys.of(Sample.id("n", "a:b", "k"))).contains(":a%3Ab:");
        assertThat(PAGE).contains("the caller `a:b` is spelled `a%3Ab`");
    }

    private static BigInteger millis(String time) {
        return BigInteger.valueOf(java.time.Instant.parse(time).toEpochMilli());
    }

    private static int number(MatchResult field, int group) {
        return Integer.parseInt(field.group(group));
    }

    private static List<MatchResult> found(Pattern pattern) {
        return found(pattern, PAGE);
    }

    private static List<MatchResult> found(Pattern pattern, String in) {
        List<MatchResult> results = pattern.matcher(in).results().toList();
        assertThat(results).as(pattern.pattern()).isNotEmpty();
        return results;
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(LuaScript.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "record-layout.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
