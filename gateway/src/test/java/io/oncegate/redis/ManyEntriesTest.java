package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.netty.util.ResourceLeakDetector;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An operator looks while there are many entries, and no command takes Redis long. With {@code -Doncegate.entries=1000000}
 * as many as that, and what it took is printed.
 */
class ManyEntriesTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final int ENTRIES = Integer.getInteger("oncegate.entries", 5_000);
    private static final int CHUNK = 2000;
    private static final int CALLERS = 100;
    private static final int TRIES = 5;
    private static final int UNKNOWN_EVERY = 1000;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Every tenth is a refund; every thousandth has an unknown outcome. */
    private static final String LOAD = """
            for i = ARGV[1], ARGV[2] do
              local namespace = 'orders'
              if i % 10 == 0 then namespace = 'refunds' end
              local record = ARGV[3]
              if i % 1000 == 0 then record = ARGV[4] end
              redis.call('SET', 'oncegate:v1:' .. namespace .. ':caller-' .. (i % 100) .. ':key-' .. i, record, 'PX', 86400000)
            end
            return redis.call('DBSIZE')
            """;

    private final EntryAdmin admin = REDIS.admin();
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void measureRedisAndNotTheLeakDetector() {
        // it follows every command's buffers here, which takes a hundred times as long as the command
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void lookForLeaksAgain() {
        ResourceLeakDetector.setLevel(level);
    }

    @BeforeEach
    void load() {
        for (int from = 0; from < ENTRIES; from += CHUNK) {
            int to = Math.min(from + CHUNK, ENTRIES) - 1;
            Long loaded = REDIS.commands()
                    .eval(
                            LOAD.getBytes(US_ASCII),
                            ScriptOutputType.INTEGER,
                            new byte[0][],
                            number(from),
                            number(to),
                            Golden.KEPT.record(),
                            Golden.UNKNOWN.record());
            assertThat(loaded).isEqualTo(to + 1L);
        }
        // the script is known, and connections are open
        StoreUnderTest.result(admin.find(Sample.id("none")));
        page(filter("none", Optional.empty()), Optional.empty(), 1);
        if (Integer.getInteger("oncegate.entries") != null) {
            System.out.println(REDIS.commands()
                    .info("memory")
                    .lines()
                    .filter(line -> line.startsWith("used_memory:"))
                    .toList());
        }
        REDIS.commands().configResetstat();
    }

    private static byte[] number(int number) {
        return Integer.toString(number).getBytes(US_ASCII);
    }

    private static EntryFilter filter(String namespace, Optional<String> caller, EntryState... states) {
        return new EntryFilter(
                Optional.of(namespace), caller, Optional.empty(), Set.of(states), Optional.empty(), Optional.empty());
    }

    private EntryListing.Page page(EntryFilter filter, Optional<String> cursor, int limit) {
        return (EntryListing.Page) Objects.requireNonNull(
                admin.list(filter, new EntryListing.Ask(cursor, limit, LONG)).block(LONG));
    }

    private List<EntrySummary> walked(EntryFilter filter, int limit) {
        List<EntrySummary> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            EntryListing.Page page = page(filter, cursor, limit);
            all.addAll(page.entries());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /** How often each command ran since the entries were loaded, inside scripts too. */
    private static Map<String, Long> commands() {
        Map<String, Long> calls = new TreeMap<>();
        REDIS.commands()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .forEach(line -> {
                    String name = line.substring("cmdstat_".length(), line.indexOf(':'));
                    calls.put(name, Long.valueOf(line.replaceAll(".*:calls=(\\d+),.*", "$1")));
                });
        calls.keySet().removeIf(name -> name.matches("(info|config|slowlog).*"));
        return calls;
    }

    /**
     * Runs it with nothing in the slowlog. On a busy machine Redis may be interrupted for longer than that inside any
     * command; one that takes long by itself takes long each time.
     */
    private static <T> T neverSlow(String what, Supplier<T> call) {
        assertThat(REDIS.commands().configGet("slowlog-log-slower-than"))
                .containsEntry("slowlog-log-slower-than", "10000");
        for (int i = 0; i < TRIES; i++) {
            REDIS.commands().slowlogReset();
            REDIS.commands().configResetstat();
            long start = System.nanoTime();
            T result = call.get();
            if (Integer.getInteger("oncegate.entries") != null) {
                System.out.printf(
                        "%s: %d ms, %d slow commands%n",
                        what,
                        (System.nanoTime() - start) / 1_000_000,
                        REDIS.commands().slowlogLen());
            }
            if (Long.valueOf(0).equals(REDIS.commands().slowlogLen())) {
                return result;
            }
        }
        throw new AssertionError(
                what + " was slow " + TRIES + " times: " + REDIS.commands().slowlogGet());
    }

    @Test
    void findingOneIsOneCommand() {
        EntryAdmin.Found found =
                neverSlow("find", () -> StoreUnderTest.result(admin.find(Sample.id("orders", "caller-77", "key-177")))
                        .orElseThrow());

        assertThat(found.summary().state()).isEqualTo(EntryState.KEPT);
        // what runs inside the script is counted too
        assertThat(commands()).isEqualTo(new HashMap<>(Map.of("evalsha", 1L, "get", 1L, "time", 1L, "pttl", 1L)));
    }

    @Test
    void firstPageOfACallersEntriesIsFoundInStepsThatReadNoBody() {
        EntryListing.Page page = neverSlow(
                "first page of a caller's",
                () -> page(filter("refunds", Optional.of("caller-50")), Optional.empty(), 50));

        assertThat(page.entries())
                .hasSizeBetween(1, 50)
                .allSatisfy(entry -> assertThat(entry.id().scope().caller()).isEqualTo("caller-50"));
        assertThat(commands()).containsOnlyKeys("scan", "time", "getrange", "pttl", "strlen");
    }

    @Test
    void whatIsRareIsFoundOnPagesThatTogetherHaveAllOfIt() {
        EntryFilter unknown = new EntryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(EntryState.UNKNOWN),
                Optional.empty(),
                Optional.empty());
        neverSlow("first page of the unknown", () -> page(unknown, Optional.empty(), 20));

        List<EntrySummary> all = neverSlow("all that is unknown", () -> walked(unknown, 100));

        assertThat(all).extracting(EntrySummary::id).doesNotHaveDuplicates().hasSize(ENTRIES / UNKNOWN_EVERY);
        assertThat(commands()).containsOnlyKeys("scan", "time", "getrange", "pttl", "strlen");
    }

    @Test
    void listWithoutAFilterIsReadPageByPage() {
        int limit = 500;
        List<EntrySummary> all = neverSlow("all", () -> walked(EntryFilter.ALL, limit));

        assertThat(all).extracting(EntrySummary::id).doesNotHaveDuplicates().hasSize(ENTRIES);
        assertThat(commands().get("scan")).isLessThan(8L * ENTRIES / limit);
    }

    @Test
    void aPageEndsWithItsTimeHoweverLittleItFound() {
        EntryFilter none = filter("nobodys", Optional.of("caller-" + CALLERS));
        EntryListing.Page page = (EntryListing.Page)
                StoreUnderTest.result(admin.list(none, new EntryListing.Ask(Optional.empty(), 100, Duration.ZERO)));

        assertThat(page.entries()).isEmpty();
        assertThat(page.next()).isPresent();
        assertThat(commands()).containsEntry("scan", 1L);
    }
}
