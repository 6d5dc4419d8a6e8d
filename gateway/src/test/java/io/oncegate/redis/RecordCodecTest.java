package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Entry;
import io.oncegate.core.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

    @ParameterizedTest
    @EnumSource
    void goldenRecordIsRead(Golden golden) {
        assertThat(Sealing.decode(golden.record())).isEqualTo(golden.entry());
    }

    @ParameterizedTest
    @MethodSource("io.oncegate.redis.Golden#ofVersion1")
    void goldenRecordOfVersion1IsReadAndMeansTheSame(Golden golden) {
        assertThat(Sealing.decode(golden.recordOfVersion1())).isEqualTo(golden.entry());
    }

    @ParameterizedTest
    @MethodSource("io.oncegate.redis.Golden#ofVersion1")
    void recordOfVersion1CutShortAnywhereBeforeItsBodyIsUnreadable(Golden golden) {
        byte[] record = golden.recordOfVersion1();
        for (int length = 0; length < record.length - golden.bodyLength(); length++) {
            isUnreadable(Arrays.copyOf(record, length));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"EXPIRED", "AWAITED", "SEALED", "KEPT_DEFLATED", "KEPT_LZ4"})
    void goldenRecordIsWritten(Golden golden) {
        assertThat(RecordCodec.encode(golden.entry())).isEqualTo(golden.record());
    }

    @Test
    void expiredRecordIsWrittenButForTheEndOfRetentionThatTheScriptLeavesInIt() {
        assertThat(LocalRedis.untimed(RecordCodec.encode(Golden.EXPIRED.entry())))
                .isEqualTo(LocalRedis.untimed(Golden.EXPIRED.record()));
    }

    @ParameterizedTest
    @EnumSource
    void recordCutShortAnywhereBeforeItsBodyIsUnreadable(Golden golden) {
        byte[] record = golden.record();
        for (int length = 0; length < record.length - golden.bodyLength(); length++) {
            isUnreadable(Arrays.copyOf(record, length));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT_DEFLATED", "KEPT_LZ4"})
    void onlyTheLastCodeMaySayThatTheBodyIsCompressed(Golden golden) {
        byte[] record = golden.record();
        record[66]++;
        isUnreadable(record);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 3, '1', -1})
    void otherVersionIsUnreadable(byte version) {
        byte[] record = Golden.KEPT.record();
        record[0] = version;
        isUnreadable(record);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 'i', 'X', -1})
    void unknownStateIsUnreadable(byte state) {
        byte[] record = Golden.KEPT.record();
        record[1] = state;
        isUnreadable(record);
    }

    @Test
    void headersAreReadBackInTheirOwnSpellingAndOrder() {
        List<Header> headers = new ArrayList<>(HeaderCodes.lines());
        for (String name : HeaderCodes.names()) {
            for (int length : new int[] {0, 1, 127, 128, 255, 256, 65_535}) {
                headers.add(new Header(name, "v".repeat(length)));
            }
        }
        headers.add(new Header("X-Note", "application/json"));
        headers.add(new Header("CONTENT-TYPE", "application/json"));
        headers.add(new Header("Content-Type", "Application/JSON"));
        headers.add(new Header("Content-Type", "application/json "));
        Collections.shuffle(headers, new Random(1));
        Entry entry = new Entry.Kept(
                Golden.KEPT.entry().head(), Instant.EPOCH, new Answer.Kept(200, headers, new byte[] {1}));

        assertThat(RecordCodec.decode(RecordCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void usualHeadersTakeAByteEachOrTwoAndTheValue() {
        Answer.Kept answer = new Answer.Kept(
                200,
                List.of(
                        new Header("Content-Type", "application/json"),
                        new Header("vary", "Accept-Encoding"),
                        new Header("etag", "12345")),
                new byte[0]);

        assertThat(AnswerCodec.kept(answer)).hasSize(4 + 1 + 1 + 1 + 2 + 5);
    }

    @Test
    void timesReachBeyondTheYear10000() {
        Instant far = Instant.ofEpochMilli((1L << 48) - 1);
        Entry entry = new Entry.InFlight(
                new Entry.Head(
                        Sample.OWNER,
                        Sample.ORDER,
                        1,
                        Instant.EPOCH,
                        Golden.IN_FLIGHT.entry().head().history()),
                far);

        assertThat(RecordCodec.decode(RecordCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void locationComesFirstWhateverItsPlaceAndCase() {
        Header type = new Header("Content-Type", "text/plain");
        Answer.Kept answer = new Answer.Kept(201, List.of(type, new Header("location", "/1")), new byte[0]);
        Entry entry = new Entry.Kept(Golden.KEPT.entry().head(), Instant.EPOCH, answer);

        Entry read = RecordCodec.decode(RecordCodec.encode(entry));

        assertThat(((Entry.Kept) read).answer().headers()).containsExactly(new Header("Location", "/1"), type);
    }

    @Test
    void answerWithinTheLimitsOfTheLengthFieldsIsKeptAndReadBack() {
        List<Header> most = new ArrayList<>(Collections.nCopies(254, new Header("Link", "</>")));
        most.add(new Header("n".repeat(255), "v".repeat(65_535)));
        Answer.Kept answer = new Answer.Kept(200, most, new byte[] {1});

        assertThat(AnswerCodec.fitting(answer)).isSameAs(answer);
        Entry entry = new Entry.Kept(Golden.KEPT.entry().head(), Instant.EPOCH, answer);
        assertThat(RecordCodec.decode(RecordCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void answerBeyondALimitOfTheLengthFieldsIsAFactOnly() {
        Header location = new Header("Location", "/1");
        for (List<Header> headers : List.of(
                List.of(location, new Header("n".repeat(256), "v")),
                List.of(location, new Header("n", "v".repeat(65_536))),
                List.of(location, new Header("n", "\u00fc".repeat(32_768))),
                Collections.nCopies(256, location))) {
            assertThat(AnswerCodec.fitting(new Answer.Kept(200, headers, new byte[0])))
                    .isEqualTo(new Answer.NotKept(200, Optional.of("/1")));
        }
    }

    @Test
    void locationBeyondTheLimitIsLeftOut() {
        String location = "/" + "v".repeat(65_535);
        Answer none = new Answer.NotKept(201, Optional.empty());

        assertThat(AnswerCodec.fitting(new Answer.NotKept(201, Optional.of(location))))
                .isEqualTo(none);
        assertThat(AnswerCodec.fitting(new Answer.Kept(201, List.of(new Header("Location", location)), new byte[0])))
                .isEqualTo(none);
        Answer longest = new Answer.NotKept(201, Optional.of(location.substring(1)));
        assertThat(AnswerCodec.fitting(longest)).isEqualTo(longest);
    }

    private static void isUnreadable(byte[] record) {
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> Sealing.decode(record));
    }
}
