package io.oncegate.redis;

import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether bytes are a record, the claim script and the codec never disagree: a takeover would be refused, or wrong. */
class VerdictsAgreeTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final int DAMAGES = 400;
    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest REQUEST = by(Sample.OTHER, request(ID));

    /** Whether what is sealed opens is not for the script to know: here all of it does. */
    private static final AnswerCodec.Opening OPEN = (version, fact, closed) -> Optional.of(new byte[1]);

    private static final RedisIdempotencyStore STORE = REDIS.store(new AnswerSeal() {
        @Override
        public Optional<byte[]> seal(byte[] place, byte[] content) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> open(byte[] place, byte[] sealed) {
            return OPEN.open(RecordCodec.VERSION, place, sealed);
        }
    });

    @ParameterizedTest
    @EnumSource
    void theScriptAndTheCodecReadTheSameBytes(Golden golden) {
        agreesOn(golden.record(), golden);
    }

    @ParameterizedTest
    @MethodSource("io.oncegate.redis.Golden#ofVersion1")
    void theScriptAndTheCodecReadTheSameBytesOfVersion1(Golden golden) {
        agreesOn(golden.recordOfVersion1(), golden);
    }

    private static void agreesOn(byte[] golden, Golden name) {
        // fixed, so that a red build stays red; change it to look further
        Random random = new Random(name.name().hashCode());
        int readable = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] record = damaged(golden.clone(), random);
            boolean codec = codecReads(record);
            String bytes = HexFormat.of().formatHex(record);
            assertThat(scriptReads(record)).as("script %s", bytes).isEqualTo(codec || isDamagedInside(record));
            if (!isDamagedInside(record)) {
                // else it may be a mismatch or expired before anybody looks inside
                assertThat(storeReads(record)).as("store %s", bytes).isEqualTo(codec);
            }
            readable += codec ? 1 : 0;
        }
        // all the same verdict would be agreement about nothing
        assertThat(readable).isBetween(DAMAGES / 20, DAMAGES * 19 / 20);
    }

    @Test
    void everyCodeOfAHeaderIsOneForTheScriptIfItIsForTheCodec() {
        byte[] record = Golden.KEPT_BARE.record();
        int lines = record.length;
        for (int code = 0; code < 256; code++) {
            byte[] coded = Arrays.copyOf(record, lines + 300);
            coded[lines - 1] = 1;
            coded[lines] = (byte) code;
            boolean known = codecReads(coded);
            assertThat(scriptReads(coded)).as("code %d", code).isEqualTo(known || isDamagedInside(coded));
        }
    }

    /** One or two of: a byte changed, the end cut off, something appended. Mostly where the lengths are. */
    private static byte[] damaged(byte[] golden, Random random) {
        byte[] record = golden;
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int from = random.nextInt(3) == 0 ? 0 : Math.min(RecordCodec.HEAD, record.length - 1);
            int at = from + random.nextInt(Math.max(1, record.length - from));
            switch (random.nextInt(4)) {
                case 0 -> record = Arrays.copyOf(record, Math.max(1, at));
                case 1 -> record = Arrays.copyOf(record, record.length + random.nextInt(300));
                case 2 -> record[at] = (byte) random.nextInt(256);
                default -> record[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return record;
    }

    private static boolean codecReads(byte[] record) {
        try {
            RecordCodec.decode(record, OPEN);
            return true;
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    /** A body that cannot be inflated, which the script does not try. */
    private static boolean isDamagedInside(byte[] record) {
        try {
            RecordCodec.decode(record, OPEN);
            return false;
        } catch (UnreadableRecordException e) {
            return String.valueOf(e.getMessage()).startsWith("the body");
        }
    }

    /** As one asks who could not read another record: what the script would replay it then reads itself. */
    private static boolean scriptReads(byte[] record) {
        REDIS.put(ID, record);
        byte[][] key = {RedisKeys.bytes(ID)};
        byte[][] first = ClaimScript.arguments(REQUEST);
        byte[][] arguments = Arrays.copyOf(first, first.length + 1);
        arguments[first.length] = SeenVersion.whole(new byte[0]);
        List<Object> reply = REDIS.commands().eval(LuaScript.CLAIM.body(), ScriptOutputType.MULTI, key, arguments);
        return !(reply.get(0) instanceof byte[] bytes && new String(bytes, US_ASCII).equals("unreadable"));
    }

    private static boolean storeReads(byte[] record) {
        REDIS.put(ID, record);
        return !result(STORE.claim(REQUEST)).equals(new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE));
    }
}
