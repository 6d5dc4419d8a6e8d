package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOMBSTONE;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static io.oncegate.redis.LocalRedis.untimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scripts read and write the same bytes as the codec. */
class RecordScriptsTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest OTHERS = by(OTHER, request(ID));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private ClaimOutcome claimOn(Golden golden, ClaimRequest request) {
        REDIS.put(ID, golden.record());
        return claim(request);
    }

    private byte[] stored() {
        return REDIS.record(ID).orElseThrow();
    }

    private void lives(Duration expected) {
        assertThat(REDIS.timeToLive(ID)).isBetween(expected.minus(DEADLINE), expected);
    }

    @Test
    void claimReadsEveryGoldenRecord() {
        Answer.Kept created = ((Entry.Kept) Golden.KEPT.entry()).answer();
        Answer.Kept bare = ((Entry.Kept) Golden.KEPT_BARE.entry()).answer();
        ClaimOutcome expired = new ClaimOutcome.Expired(201, Optional.of("/api/orders/7"));

        assertThat(claimOn(Golden.IN_FLIGHT, OTHERS)).isInstanceOf(ClaimOutcome.Busy.class);
        assertThat(claimOn(Golden.IN_FLIGHT, request(ID)))
                .isEqualTo(new ClaimOutcome.Granted(new Claim(request(ID), 1)));
        assertThat(claimOn(Golden.IN_FLIGHT_LAPSED, OTHERS))
                .isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.LEASE_LAPSED));
        assertThat(claimOn(Golden.KEPT, OTHERS)).isEqualTo(new ClaimOutcome.Replay(created));
        assertThat(claimOn(Golden.KEPT_BARE, OTHERS)).isEqualTo(new ClaimOutcome.Replay(bare));
        assertThat(claimOn(Golden.UNKNOWN, OTHERS)).isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER));
        assertThat(claimOn(Golden.KEPT_OVER, OTHERS)).isEqualTo(expired);
        assertThat(claimOn(Golden.EXPIRED, OTHERS)).isEqualTo(expired);
        assertThat(claimOn(Golden.NOT_KEPT, OTHERS)).isEqualTo(new ClaimOutcome.NotKept(200, Optional.empty()));
    }

    @Test
    void claimOnlyReadsWhatStandsInItsWayButForTheMarkThatItWaits() {
        claimOn(Golden.IN_FLIGHT, OTHERS);
        assertThat(stored()).isEqualTo(Golden.AWAITED.record());
        for (Golden golden : List.of(
                Golden.AWAITED,
                Golden.KEPT,
                Golden.KEPT_BARE,
                Golden.KEPT_BY_HAND,
                Golden.UNKNOWN,
                Golden.EXPIRED,
                Golden.NOT_KEPT)) {
            claimOn(golden, OTHERS);
            assertThat(stored()).as("%s", golden).isEqualTo(golden.record());
        }
    }

    @Test
    void claimCountsAttemptsFromGoldenRecords() {
        assertThat(claimOn(Golden.IN_FLIGHT_LAPSED, deduplicating(OTHERS)))
                .isEqualTo(new ClaimOutcome.Granted(new Claim(deduplicating(OTHERS), 4)));
        assertThat(claimOn(Golden.UNKNOWN, deduplicating(OTHERS)))
                .isEqualTo(new ClaimOutcome.Granted(new Claim(deduplicating(OTHERS), 3)));
        assertThat(claimOn(Golden.RELEASED, OTHERS)).isEqualTo(new ClaimOutcome.Granted(new Claim(OTHERS, 3)));
        assertThat(claimOn(Golden.RELEASED_AGAIN, OTHERS)).isEqualTo(new ClaimOutcome.Granted(new Claim(OTHERS, 4)));
        byte[] highest = Golden.UNKNOWN.record();
        Arrays.fill(highest, 2, 4, (byte) 0xff);
        REDIS.put(ID, highest);
        assertThat(granted(deduplicating(OTHERS)).attempt()).isEqualTo(65_535);
    }

    @Test
    void claimWritesWhatTheCodecWouldWithRedissOwnTimes() {
        Instant before = Instant.now().minus(DEADLINE);
        granted(request(ID));

        Entry.InFlight entry = (Entry.InFlight) RecordCodec.decode(stored());
        Entry.Head head = new Entry.Head(
                Sample.OWNER,
                Sample.ORDER,
                1,
                entry.head().since(),
                Golden.IN_FLIGHT.entry().head().history());
        assertThat(entry).isEqualTo(new Entry.InFlight(head, head.since().plus(LEASE)));
        assertThat(head.since()).isBetween(before, Instant.now().plus(DEADLINE));
        assertThat(RecordCodec.encode(entry)).isEqualTo(stored());
        lives(LEASE.plus(RETENTION));
    }

    @Test
    void settleWritesWhatTheCodecWouldWithRedissOwnTimes() {
        Claim claim = granted(request(ID));
        for (Ending ending :
                List.of(new Ending.Completed(CREATED), new Ending.Completed(Sample.TOO_LARGE), new Ending.Unknown())) {
            Entry before = RecordCodec.decode(stored());
            settle(claim, ending);

            Entry read = RecordCodec.decode(stored());
            EntryRules.Write expected = EntryRules.settle(
                            Optional.of(before), claim, ending, read.head().since())
                    .orElseThrow();
            assertThat(stored()).isEqualTo(RecordCodec.encode(expected.entry()));
            lives(expected.timeToLive().orElseThrow());
        }
        settle(claim, new Ending.NotExecuted());
        assertThat(REDIS.record(ID)).isEmpty();
    }

    @Test
    void renewalWritesTheLeaseAndNothingElse() {
        Claim claim = granted(request(ID));
        REDIS.advance(LEASE.dividedBy(3));
        byte[] before = stored();

        renew(claim);

        Entry.InFlight was = (Entry.InFlight) RecordCodec.decode(before);
        Entry.InFlight is = (Entry.InFlight) RecordCodec.decode(stored());
        assertThat(untimed(stored())).isEqualTo(untimed(before));
        assertThat(is.head()).isEqualTo(was.head());
        assertThat(Duration.between(was.leaseUntil(), is.leaseUntil()))
                .isBetween(LEASE.dividedBy(3), LEASE.dividedBy(3).plus(DEADLINE));
        lives(LEASE.plus(RETENTION));
    }

    @Test
    void firstClaimAfterRetentionShrinksTheRecordAndLeavesItsTimeToLive() {
        complete(granted(request(ID)), CREATED);
        REDIS.advance(RETENTION);
        claim(OTHERS);

        assertThat(RecordCodec.decode(stored())).isInstanceOf(Entry.Tombstone.class);
        lives(TOMBSTONE);
        claimOn(Golden.KEPT_OVER, OTHERS);
        assertThat(stored()).isEqualTo(Golden.EXPIRED.record());
        lives(Duration.ofDays(1));
    }

    @Test
    void headersThatFitNoRecordLeaveTheFactAndItsLocation() {
        Answer.Header location = new Answer.Header("Location", "/api/orders/7");
        Answer.Header huge = new Answer.Header("Link", "v".repeat(65_536));
        complete(granted(request(ID)), new Answer.Kept(201, List.of(location, huge), new byte[] {1}));

        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.NotKept(201, Optional.of("/api/orders/7")));
    }

    @Test
    void locationThatFitsNoRecordIsLeftOut() {
        String location = "/" + "v".repeat(70_000);
        Answer.Kept kept = new Answer.Kept(201, List.of(new Answer.Header("Location", location)), new byte[] {1});
        for (Answer answer : List.of(kept, new Answer.NotKept(201, Optional.of(location)))) {
            complete(granted(request(ID)), answer);

            assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.NotKept(201, Optional.empty()));
            lose();
        }
    }
}
