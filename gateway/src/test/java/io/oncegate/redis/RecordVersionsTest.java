package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static io.oncegate.redis.LocalRedis.untimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of version 1 are read for as long as there are any, and are followed by records of version 2. */
class RecordVersionsTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest OTHERS = by(OTHER, request(ID));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private ClaimOutcome claimOn(byte[] record, ClaimRequest request) {
        REDIS.put(ID, record);
        return claim(request);
    }

    private byte[] stored() {
        return REDIS.record(ID).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("io.oncegate.redis.Golden#ofVersion1")
    void recordOfVersion1ComesToTheSameAsItsLikeOfVersion2(Golden golden) {
        for (ClaimRequest request : List.of(request(ID), OTHERS, deduplicating(OTHERS))) {
            ClaimOutcome expected = claimOn(golden.record(), request);
            ClaimOutcome outcome = claimOn(golden.recordOfVersion1(), request);

            if (expected instanceof ClaimOutcome.Busy) {
                assertThat(outcome).isInstanceOf(ClaimOutcome.Busy.class);
            } else {
                assertThat(outcome).isEqualTo(expected);
            }
        }
    }

    @Test
    void recordOfVersion1IsReplayedWholeAndLeftAsItIs() {
        assertThat(claimOn(Golden.KEPT.recordOfVersion1(), OTHERS))
                .isEqualTo(new ClaimOutcome.Replay(((Entry.Kept) Golden.KEPT.entry()).answer()));
        assertThat(stored()).isEqualTo(Golden.KEPT.recordOfVersion1());
    }

    @Test
    void recordOfVersion1IsRenewedSettledReleasedAndExpiresAsOneOfVersion2() {
        Claim own = new Claim(request(ID), 1);
        REDIS.put(ID, Golden.IN_FLIGHT.recordOfVersion1());
        renew(own);
        assertThat(untimed(stored())).isEqualTo(untimed(Golden.IN_FLIGHT.recordOfVersion1()));
        complete(own, CREATED);
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.Replay(CREATED));
        assertThat(stored()[0]).isEqualTo(RecordCodec.VERSION);

        REDIS.put(ID, Golden.AWAITED.recordOfVersion1());
        settle(own, new Ending.NotExecuted());
        assertThat(REDIS.record(ID)).isEmpty();

        REDIS.put(ID, Golden.KEPT_OVER.recordOfVersion1());
        claim(OTHERS);
        assertThat(stored()).isEqualTo(Golden.EXPIRED.record());
    }

    @ParameterizedTest
    @MethodSource("io.oncegate.redis.Golden#ofVersion1")
    void operatorsSeeARecordOfVersion1AsItsLikeOfVersion2(Golden golden) {
        REDIS.put(ID, golden.record());
        EntryAdmin.Found expected =
                StoreUnderTest.result(REDIS.admin(Sealing.opening()).find(ID)).orElseThrow();
        REDIS.put(ID, golden.recordOfVersion1());
        EntryAdmin.Found found =
                StoreUnderTest.result(REDIS.admin(Sealing.opening()).find(ID)).orElseThrow();

        assertThat(found.entry()).isEqualTo(expected.entry()).isPresent();
        assertThat(found.summary().version()).isEqualTo(expected.summary().version());
        assertThat(found.summary().details()).isEqualTo(expected.summary().details());
    }
}
