package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.at;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Attempt;
import io.oncegate.core.Attempt.How;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.History;
import io.oncegate.core.Instance;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The scripts write the history that the rules say. */
class RecordHistoryTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final Instance SECOND = new Instance(2);
    private static final ClaimRequest NEXT = at(SECOND, deduplicating(by(OTHER, request(ID))));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private static Entry stored() {
        return RecordCodec.decode(REDIS.record(ID).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"IN_FLIGHT_LAPSED", "UNKNOWN", "RELEASED", "RELEASED_AGAIN"})
    void takeoverRemembersWhatCameBefore(Golden golden) {
        REDIS.put(ID, golden.record());

        granted(NEXT);

        Entry entry = stored();
        assertThat(EntryRules.claim(
                                Optional.of(golden.entry()), NEXT, entry.head().since())
                        .write())
                .map(EntryRules.Write::entry)
                .contains(entry);
        assertThat(entry.head().history().instance()).isEqualTo(SECOND);
    }

    @Test
    void ownClaimRepeatedAfterItsLeaseLapsedKeepsWhatCameBefore() {
        REDIS.put(ID, Golden.IN_FLIGHT_LAPSED.record());

        granted(request(ID));

        assertThat(stored().head().history())
                .isEqualTo(Golden.IN_FLIGHT_LAPSED.entry().head().history());
    }

    @Test
    void ofManyAttemptsTheFirstAndTheLatestSevenAreRemembered() {
        for (int i = 1; i <= 13; i++) {
            Claim claim = granted(at(new Instance(i), by(new ClaimToken(i), NEXT)));
            settle(claim, new Ending.Unknown(OptionalInt.of(500 + i)));
        }
        assertThat(stored().attempts())
                .extracting(attempt -> attempt.instance().number())
                .containsExactly(1, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(stored().attempts())
                .extracting(attempt -> attempt.upstreamStatus().orElseThrow())
                .containsExactly(501, 506, 507, 508, 509, 510, 511, 512, 513);
    }

    @Test
    void endingTellsHowLongTheAttemptTookHoweverOftenItIsSettled() {
        Claim claim = granted(request(ID));
        REDIS.advance(Duration.ofSeconds(20));
        for (Ending ending : List.of(
                new Ending.Unknown(), new Ending.Completed(Sample.TOO_LARGE), new Ending.Completed(Sample.CREATED))) {
            settle(claim, ending);

            assertThat(stored().head().history().took().orElseThrow())
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(20).plus(DEADLINE));
        }
    }

    @Test
    void attemptThatWasNotExecutedLeavesTheReleaseStanding() {
        REDIS.put(ID, Golden.RELEASED.record());
        for (int attempt = 3; attempt < 20; attempt++) {
            Claim claim = granted(by(new ClaimToken(attempt), request(ID)));
            assertThat(claim.attempt()).isEqualTo(attempt);

            assertThat(settle(claim, new Ending.NotExecuted(OptionalInt.of(401))))
                    .isEqualTo(Settlement.LANDED);

            assertThat(stored()).isInstanceOf(Entry.Released.class);
        }
        assertThat(stored().attempts())
                .hasSize(History.MOST_EARLIER + 1)
                .last()
                .returns(How.STILL_RELEASED, Attempt::how)
                .returns(OptionalInt.of(401), Attempt::upstreamStatus);
    }

    @Test
    void attemptThatWasNotExecutedAfterAnUnknownOneLeavesThatUnknown() {
        REDIS.put(ID, Golden.UNKNOWN.record());
        settle(granted(NEXT), new Ending.NotExecuted());

        assertThat(stored()).isInstanceOf(Entry.Unknown.class);
        assertThat(stored().attempts())
                .extracting(Attempt::how)
                .containsExactly(How.UNKNOWN, How.UNKNOWN, How.NOT_EXECUTED);
    }

    @Test
    void damagedHistoryOfTheOwnersRecordDoesNotKeepTheAnswerOut() {
        byte[] damaged = Golden.IN_FLIGHT_LAPSED.record();
        damaged[48] = 9;
        REDIS.put(ID, damaged);

        assertThat(complete(new Claim(request(ID), 3), Sample.CREATED)).isEqualTo(Settlement.LANDED);

        assertThat(stored().attempts()).hasSize(1);
    }
}
