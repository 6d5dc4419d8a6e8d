package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether bytes are a record, the claim script and the codec never disagree: a takeover would be refused, or wrong. */
class VerdictsAgreeTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final int DAMAGES = 400;
    private static final EntryId ID = Sample.id("k");

    @ParameterizedTest
    @EnumSource
    void theScriptAndTheCodecReadTheSameBytes(Golden golden) {
        // fixed, so that a red build stays red; change it to look further
        Random random = new Random(golden.name().hashCode());
        int readable = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] record = damaged(golden.record(), random);
            boolean codec = codecReads(record);
            assertThat(scriptReads(record))
                    .as("%s", HexFormat.of().formatHex(record))
                    .isEqualTo(codec);
            readable += codec ? 1 : 0;
        }
        // all the same verdict would be agreement about nothing
        assertThat(readable).isBetween(DAMAGES / 20, DAMAGES * 19 / 20);
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
            // whether it opens is not for the script to know
            RecordCodec.decode(record, (fact, closed) -> Optional.of(new byte[1]));
            return true;
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    private static boolean scriptReads(byte[] record) {
        REDIS.put(ID, record);
        byte[][] key = {RedisKeys.bytes(ID)};
        List<Object> reply = REDIS.commands()
                .eval(
                        LuaScript.CLAIM.body(),
                        ScriptOutputType.MULTI,
                        key,
                        ByteBuffer.allocate(8).putLong(Sample.OTHER.value()).array(),
                        ByteBuffer.allocate(16)
                                .putLong(Sample.ORDER.high())
                                .putLong(Sample.ORDER.low())
                                .array(),
                        ascii("30000"),
                        ascii("60000"),
                        ascii("0"),
                        ascii("inst"));
        return !(word(reply.get(0)).equals("unknown") && word(reply.get(1)).equals("unreadable"));
    }

    private static String word(Object reply) {
        return new String((byte[]) reply, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
