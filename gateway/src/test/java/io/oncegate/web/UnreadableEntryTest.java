package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.TroubledGateway.BYPASS;
import static io.oncegate.web.TroubledGateway.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An entry that cannot be read is an unknown outcome, whatever the route does when Redis fails: Redis did not. */
class UnreadableEntryTest {

    private static TroubledGateway troubled;
    private static RedisControl redis;

    /** What became of the record of an answer. */
    enum Damage {
        WRONG_TYPE((control, entry) -> {
            control.commands().del(entry);
            control.commands().lpush(entry, "no record");
        }),
        CORRUPT((control, entry) -> {
            String record = Objects.requireNonNull(control.commands().get(entry));
            control.commands().set(entry, record.substring(0, 50));
        }),
        UNKNOWN_VERSION((control, entry) -> control.commands().setrange(entry, 0, "\u0003"));

        @SuppressWarnings("ImmutableEnumChecker") // a function without state
        private final BiConsumer<RedisControl, String> damage;

        Damage(BiConsumer<RedisControl, String> damage) {
            this.damage = damage;
        }
    }

    @BeforeAll
    static void start() {
        troubled = new TroubledGateway();
        redis = troubled.redis();
    }

    @AfterAll
    static void stop() {
        redis.close();
        troubled.close();
    }

    @ParameterizedTest
    @EnumSource
    void isAnUnknownOutcomeUntilAnOperatorDeletesIt(Damage damage) {
        String key = newKey();
        String entry = RedisControl.entry("reject", key);
        assertThat(troubled.post(REJECT, key).statusCode()).isEqualTo(201);
        damage.damage.accept(redis, entry);
        byte[] before = redis.commands().dump(entry);

        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = troubled.post(REJECT, key);
            assertProblem(answer, 409, "outcome-unknown", false);
            assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        }
        assertThat(redis.commands().dump(entry)).isEqualTo(before);
        assertThat(troubled.ran(REJECT, key)).isEqualTo(1);
        assertThat(troubled.get(REJECT, key).statusCode()).isEqualTo(201);

        redis.commands().del(entry);
        assertThat(troubled.post(REJECT, key).statusCode()).isEqualTo(201);
        // the answer that was damaged, the method that is not covered, and the one after the entry was deleted
        assertThat(troubled.ran(REJECT, key)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void isTakenOverWhereTheUpstreamDeduplicatesAndThatIsNoBypass(Damage damage) {
        String key = newKey();
        assertThat(troubled.post(BYPASS, key).statusCode()).isEqualTo(201);
        damage.damage.accept(redis, RedisControl.entry("bypass", key));

        HttpResponse<byte[]> second = troubled.post(BYPASS, key);
        HttpResponse<byte[]> third = troubled.post(BYPASS, key);

        assertThat(List.of(second, third)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        });
        assertThat(second.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(third.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(troubled.gateway().upstream().seen(BYPASS))
                .filteredOn(it -> key.equals(it.headers().get("Idempotency-Key")))
                .extracting(it -> it.headers().get("Idempotency-Attempt"))
                .containsExactly("1", "2");
    }
}
