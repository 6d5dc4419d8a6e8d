package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.AdminUnderTest;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryChange.Why;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator sees a sealed answer where the gateway opens it, and may mend an entry whose answer does not open. */
class SealedEntryAdminTest implements OnRedis, AdminUnderTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final ClaimRequest RETRY = by(OTHER, request(Sealing.ID));

    private final EntryAdmin withoutTheOld = REDIS.admin(Sealing.withoutTheOld());
    private final EntryAdmin rotated = REDIS.admin(Sealing.rotated());

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    @Override
    public IdempotencyStore store() {
        return REDIS.store(Sealing.withoutTheOld());
    }

    @Override
    public EntryAdmin admin() {
        return withoutTheOld;
    }

    @BeforeEach
    void oneSealedAnswer() {
        REDIS.put(Sealing.ID, Golden.SEALED.record());
    }

    @Test
    void itIsShownWhole() {
        EntryAdmin.Found found = StoreUnderTest.result(rotated.find(Sealing.ID)).orElseThrow();

        assertThat(found.entry()).contains(Golden.SEALED.entry());
        assertThat(found.summary().state()).isEqualTo(EntryState.KEPT);
        assertThat(change(rotated, found.summary()).toString()).contains(Why.ALREADY_DONE.name());
    }

    @Test
    void oneThatDoesNotOpenIsUnreadableWithAReadableHead() {
        EntryAdmin.Found found = find(Sealing.ID).orElseThrow();

        assertThat(found.entry()).isEmpty();
        assertThat(found.summary().state()).isEqualTo(EntryState.UNREADABLE);
        EntrySummary.Details details = found.summary().details().orElseThrow();
        Entry.Head head = Golden.SEALED.entry().head();
        assertThat(details.fingerprint()).isEqualTo(head.fingerprint());
        assertThat(details.attempts()).isEqualTo(Golden.SEALED.entry().attempts());
    }

    @Test
    void aListReadsHeadsOnlyAndShowsItAsKept() {
        EntryListing listing = StoreUnderTest.result(
                admin().list(EntryFilter.ALL, new EntryListing.Ask(Optional.empty(), 10, Duration.ofSeconds(30))));
        EntrySummary listed = ((EntryListing.Page) listing).entries().get(0);

        assertThat(listed.state()).isEqualTo(EntryState.KEPT);
        assertThat(change(admin(), listed)).isEqualTo(new EntryChange.NotAllowed(Why.ALREADY_DONE));
        assertThat(AdminUnderTest.before(delete(listed))).isEqualTo(EntryState.KEPT);
    }

    @Test
    void releasedItRunsAgainAsTheNextAttempt() {
        assertThat(AdminUnderTest.before(release(seen(Sealing.ID)))).isEqualTo(EntryState.UNREADABLE);

        assertThat(state(Sealing.ID)).isEqualTo(EntryState.RELEASED);
        assertThat(granted(RETRY).attempt()).isEqualTo(2);
    }

    @Test
    void settledAsDoneTheAnswerIsSealedAndReplayed() {
        assertThat(AdminUnderTest.after(settleDone(seen(Sealing.ID)))).contains(EntryState.KEPT);

        String record = new String(REDIS.record(Sealing.ID).orElseThrow(), ISO_8859_1);
        assertThat(record).startsWith("\u0002S").doesNotContain("orderId").doesNotContain("application/json");
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    void settledAsNotExecutedOrDeletedItIsGone() {
        assertThat(AdminUnderTest.after(settleNotExecuted(seen(Sealing.ID)))).isEmpty();
        assertThat(find(Sealing.ID)).isEmpty();

        oneSealedAnswer();
        assertThat(AdminUnderTest.before(delete(seen(Sealing.ID)))).isEqualTo(EntryState.UNREADABLE);
        assertThat(REDIS.record(Sealing.ID)).isEmpty();
    }

    @Test
    void whatCameInItsPlaceMeanwhileIsLeftAsItIs() {
        EntrySummary seen = seen(Sealing.ID);
        byte[] later = Golden.SEALED.record();
        later[RecordCodec.TIMES_AT + 5]++;
        for (byte[] record : List.of(later, Golden.KEPT.record())) {
            REDIS.put(Sealing.ID, record);

            assertThat(all(seen))
                    .allSatisfy(change -> assertThat(change).isInstanceOf(EntryChange.ChangedMeanwhile.class));
            assertThat(REDIS.record(Sealing.ID)).contains(record);
        }
    }

    private static EntryChange change(EntryAdmin admin, EntrySummary seen) {
        return StoreUnderTest.result(admin.release(Sealing.ID, seen.version()));
    }
}
