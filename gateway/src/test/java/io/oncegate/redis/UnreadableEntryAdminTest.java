package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.AdminUnderTest;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read is shown as such, and an operator may do with it what an unknown outcome allows. */
class UnreadableEntryAdminTest implements OnRedis, AdminUnderTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final String DAMAGED = "io.oncegate.redis.UnreadableRecordsTest#damaged";
    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest RETRY = by(OTHER, request(ID));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    @Override
    public EntryAdmin admin() {
        return REDIS.admin();
    }

    private List<EntrySummary> listed(EntryFilter filter) {
        EntryListing listing = StoreUnderTest.result(
                admin().list(filter, new EntryListing.Ask(Optional.empty(), 10, Duration.ofSeconds(30))));
        return ((EntryListing.Page) listing).entries();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DAMAGED)
    void isShownWithItsSizeAndNoneOfItsBytes(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);

        EntryAdmin.Found found = find(ID).orElseThrow();

        assertThat(found.entry()).as(what).isEmpty();
        assertThat(found.summary().state()).isEqualTo(EntryState.UNREADABLE);
        assertThat(found.summary().size()).isEqualTo(record.length);
        assertThat(found.summary().details()).isEmpty();
        assertThat(listed(EntryFilter.ALL)).singleElement().satisfies(listed -> {
            assertThat(listed.size()).isEqualTo(record.length);
            assertThat(listed.version()).isEqualTo(found.summary().version());
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DAMAGED)
    void releasedItRunsAgainAsTheNextAttempt(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);

        assertThat(AdminUnderTest.before(release(seen(ID)))).as(what).isEqualTo(EntryState.UNREADABLE);

        assertThat(granted(RETRY).attempt()).isEqualTo(attempt);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DAMAGED)
    void settledItIsReplayedOrForgotten(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);
        assertThat(AdminUnderTest.after(settleDone(seen(ID)))).as(what).contains(EntryState.KEPT);
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(CREATED));

        REDIS.put(ID, record);
        assertThat(AdminUnderTest.after(settleNotExecuted(seen(ID)))).isEmpty();
        assertThat(find(ID)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DAMAGED)
    void deletedItIsGone(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);

        assertThat(AdminUnderTest.after(delete(seen(ID)))).as(what).isEmpty();

        assertThat(REDIS.record(ID)).isEmpty();
    }

    @Test
    void keyOfAnotherTypeIsShownReleasedAndDeleted() {
        byte[] key = RedisKeys.bytes(ID);
        REDIS.commands().rpush(key, new byte[] {1});

        EntrySummary seen = seen(ID);
        assertThat(seen.state()).isEqualTo(EntryState.UNREADABLE);
        assertThat(seen.size()).isPositive();
        assertThat(seen.timeLeft()).isEmpty();
        EntryFilter unreadable = new EntryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(EntryState.UNREADABLE),
                Optional.empty(),
                Optional.empty());
        assertThat(listed(unreadable)).extracting(EntrySummary::version).containsExactly(seen.version());

        release(seen);
        assertThat(granted(RETRY).attempt()).isEqualTo(2);
        REDIS.commands().del(key);
        REDIS.commands().rpush(key, new byte[] {1});
        delete(seen(ID));
        assertThat(REDIS.commands().exists(key)).isZero();
    }

    @Test
    void damageThatCameMeanwhileIsNoticed() {
        REDIS.put(ID, new byte[] {1, 2, 3});
        EntrySummary seen = seen(ID);
        REDIS.put(ID, new byte[] {1, 2, 4});

        assertThat(all(seen)).allSatisfy(change -> assertThat(change).isInstanceOf(EntryChange.ChangedMeanwhile.class));
    }

    @Test
    void recordWithALongLocationIsNotTakenForAnUnreadableOne() {
        complete(granted(request(ID)), new io.oncegate.core.Answer.NotKept(200, Optional.of("/" + "x".repeat(4000))));

        assertThat(listed(EntryFilter.ALL)).extracting(EntrySummary::state).containsExactly(EntryState.NOT_KEPT);
        assertThat(AdminUnderTest.before(delete(seen(ID)))).isEqualTo(EntryState.NOT_KEPT);
    }
}
