package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read is an unknown outcome, never overwritten but by a takeover. */
class UnreadableRecordsTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest REQUEST = request(ID);
    private static final ClaimOutcome UNREADABLE = new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE);

    static Stream<Arguments> damaged() {
        int headers = Golden.KEPT.recordOfVersion1().length - Golden.KEPT.bodyLength() - 1;
        return Stream.of(
                Arguments.of("empty", new byte[0], 2),
                Arguments.of("text", "not a record of ours, though longer than a head of one".getBytes(UTF_8), 2),
                Arguments.of("one byte", new byte[] {1}, 2),
                Arguments.of("head cut short", Arrays.copyOf(Golden.IN_FLIGHT.recordOfVersion1(), 48), 2),
                Arguments.of("version to come", with(Golden.KEPT, 0, 3), 2),
                Arguments.of("unknown state", with(Golden.IN_FLIGHT_LAPSED, 1, 'X'), 4),
                Arguments.of("history longer than any", with(Golden.KEPT, 48, 9), 2),
                Arguments.of(
                        "history cut short", Arrays.copyOf(Golden.IN_FLIGHT_LAPSED.recordOfVersion1(), 49 + 33), 4),
                Arguments.of("how an earlier attempt ended is unknown", with(Golden.IN_FLIGHT_LAPSED, 49 + 10, 'X'), 4),
                Arguments.of("unknown, tail cut", Arrays.copyOf(Golden.UNKNOWN.recordOfVersion1(), 49 + 17 + 2), 3),
                Arguments.of("released, how it ended is unknown", with(Golden.RELEASED, 49 + 34, 0), 3),
                Arguments.of("kept, tail missing", Arrays.copyOf(Golden.KEPT.recordOfVersion1(), 49), 2),
                Arguments.of("kept, status cut", Arrays.copyOf(Golden.KEPT.recordOfVersion1(), 50), 2),
                Arguments.of("kept, Location cut", Arrays.copyOf(Golden.KEPT.recordOfVersion1(), 59), 2),
                Arguments.of("kept, headers missing", Arrays.copyOf(Golden.KEPT.recordOfVersion1(), 66), 2),
                Arguments.of("kept, name of a header cut", Arrays.copyOf(Golden.KEPT.recordOfVersion1(), 74), 2),
                Arguments.of(
                        "kept, last byte of the headers missing",
                        Arrays.copyOf(Golden.KEPT.recordOfVersion1(), headers),
                        2),
                Arguments.of("kept, number of headers damaged", with(Golden.KEPT, 66, 0xff), 2),
                Arguments.of("kept, length of a name damaged", with(Golden.KEPT, 67, 0xff), 2),
                Arguments.of("kept, length of a value damaged", with(Golden.KEPT, 80, 0xff), 2),
                Arguments.of("kept, status of two digits", with(Golden.KEPT, 50, 99), 2),
                Arguments.of("kept, status of four digits", with(Golden.KEPT, 49, 0xff), 2),
                Arguments.of("kept over, status of two digits", with(Golden.KEPT_OVER, 50, 0), 2),
                Arguments.of("expired, status of two digits", with(Golden.EXPIRED, 50, 0), 2),
                Arguments.of("not kept, status of two digits", with(Golden.NOT_KEPT, 67, 0), 2),
                Arguments.of("kept over, headers cut", Arrays.copyOf(Golden.KEPT_OVER.recordOfVersion1(), 69), 2),
                Arguments.of("kept over, tail missing", Arrays.copyOf(Golden.KEPT_OVER.recordOfVersion1(), 49), 2),
                Arguments.of("kept over, Location cut", Arrays.copyOf(Golden.KEPT_OVER.recordOfVersion1(), 59), 2),
                Arguments.of("kept over, Location's length damaged", with(Golden.KEPT_OVER, 51, 0xff), 2),
                Arguments.of("sealed, Location cut", Arrays.copyOf(Golden.SEALED.recordOfVersion1(), 65), 2),
                Arguments.of("sealed, what is sealed missing", Arrays.copyOf(Golden.SEALED.recordOfVersion1(), 66), 2),
                Arguments.of("sealed, status of two digits", with(Golden.SEALED, 50, 99), 2),
                Arguments.of("expired, tail missing", Arrays.copyOf(Golden.EXPIRED.recordOfVersion1(), 49), 2),
                Arguments.of("expired, Location cut", Arrays.copyOf(Golden.EXPIRED.recordOfVersion1(), 65), 2),
                Arguments.of("not kept, length cut", Arrays.copyOf(Golden.NOT_KEPT.recordOfVersion1(), 43 + 9 + 17), 2),
                Arguments.of("coded, code of a name that is none", coded(67, 20), 2),
                Arguments.of("coded, code of a name that is none, with a long value", coded(67, 64 + 20), 2),
                Arguments.of("coded, code that is none", coded(67, 64), 2),
                Arguments.of("coded, code of a name and a value that is none", coded(67, 128 + 40), 2),
                Arguments.of("coded, deflated before the last", coded(68, 64), 2),
                Arguments.of("deflated, length missing", Arrays.copyOf(Golden.KEPT_DEFLATED.record(), 72), 2),
                Arguments.of("coded, LZ4 before the last", coded(68, 255), 2),
                Arguments.of("LZ4, and codes after it", with(Golden.KEPT_LZ4.record(), 66, 3), 2),
                Arguments.of("LZ4, checksum missing", Arrays.copyOf(Golden.KEPT_LZ4.record(), 76), 2),
                Arguments.of("coded, number of headers damaged", coded(66, 0xff), 2),
                Arguments.of("coded, length of a value damaged", coded(69, 0xff), 2),
                Arguments.of("coded, codes missing", Arrays.copyOf(Golden.KEPT_CODED.record(), 67), 2),
                Arguments.of("coded, length missing", Arrays.copyOf(Golden.KEPT_CODED.record(), 69), 2));
    }

    private static byte[] coded(int at, int value) {
        return with(Golden.KEPT_CODED.record(), at, value);
    }

    private static byte[] with(byte[] record, int at, int value) {
        record[at] = (byte) value;
        return record;
    }

    private static byte[] with(Golden golden, int at, int value) {
        byte[] record = golden.recordOfVersion1();
        record[at] = (byte) value;
        return record;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void isUnknownAndLeftAsItIsWhereTheUpstreamDoesNotDeduplicate(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);

        assertThat(result(REDIS.store().claim(REQUEST))).as(what).isEqualTo(UNREADABLE);
        assertThat(result(REDIS.store().claim(by(OTHER, REQUEST)))).isEqualTo(UNREADABLE);
        assertThat(REDIS.record(ID)).contains(record);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void isTakenOverWhereTheUpstreamDeduplicates(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);
        ClaimRequest request = deduplicating(by(OTHER, REQUEST));

        assertThat(result(REDIS.store().claim(request)))
                .as(what)
                .isEqualTo(new ClaimOutcome.Granted(new Claim(request, attempt, true)));
        assertThat(RecordCodec.decode(REDIS.record(ID).orElseThrow())).isInstanceOf(Entry.InFlight.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void isNotWrittenToByAClaimThatIsNotItsOwn(String what, byte[] record, int attempt) {
        if (record.length == 0) {
            return; // nothing is there that could be lost: a settlement lands as on no entry
        }
        REDIS.put(ID, record);
        Claim stranger = new Claim(by(OTHER, REQUEST), 1);

        assertThat(result(REDIS.store().renew(stranger))).as(what).isEqualTo(Settlement.LOST);
        for (Ending ending :
                new Ending[] {new Ending.Completed(CREATED), new Ending.Unknown(), new Ending.NotExecuted()}) {
            assertThat(result(REDIS.store().settle(stranger, ending))).isEqualTo(Settlement.LOST);
        }
        assertThat(REDIS.record(ID)).contains(record);
    }

    @Test
    void keyOfAnotherTypeIsUnknownAndLeftAsItIsOrTakenOver() {
        byte[] key = RedisKeys.bytes(ID);
        REDIS.commands().rpush(key, new byte[] {1});
        Claim claim = new Claim(REQUEST, 1);

        assertThat(result(REDIS.store().claim(REQUEST))).isEqualTo(UNREADABLE);
        assertThat(result(REDIS.store().renew(claim))).isEqualTo(Settlement.LOST);
        assertThat(result(REDIS.store().settle(claim, new Ending.Completed(CREATED))))
                .isEqualTo(Settlement.LOST);
        assertThat(result(REDIS.store().settle(claim, new Ending.NotExecuted())))
                .isEqualTo(Settlement.LOST);
        assertThat(REDIS.commands().type(key)).isEqualTo("list");

        assertThat(result(REDIS.store().claim(deduplicating(REQUEST))))
                .isEqualTo(new ClaimOutcome.Granted(new Claim(deduplicating(REQUEST), 2, true)));
        assertThat(REDIS.commands().type(key)).isEqualTo("string");
    }

    @Test
    void leaseOfARecordCutShortIsNotRenewedNotEvenByItsOwner() {
        Claim own = new Claim(REQUEST, 1);
        byte[] whole = Golden.IN_FLIGHT.record();
        for (int length = 1; length < whole.length; length++) {
            byte[] record = Arrays.copyOf(whole, length);
            REDIS.put(ID, record);

            assertThat(result(REDIS.store().renew(own))).as("%d bytes", length).isEqualTo(Settlement.LOST);
            assertThat(REDIS.record(ID)).contains(record);
        }
        REDIS.put(ID, whole);
        assertThat(result(REDIS.store().renew(own))).isEqualTo(Settlement.LANDED);
    }

    /** Here the script says so: to the gateway a mismatch comes without the record. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void requestThatDiffersIsUnknownNotAMismatch(String what, byte[] record, int attempt) {
        REDIS.put(ID, record);

        assertThat(result(REDIS.store().claim(Sample.asking(Sample.ANOTHER_ORDER, REQUEST))))
                .as(what)
                .isEqualTo(UNREADABLE);
    }
}
