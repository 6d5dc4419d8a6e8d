package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Lz4BodyTest {

    @ParameterizedTest
    @ValueSource(ints = {100, 1024, 65_536, 1_000_000, 10_000_000})
    void itComesOutAsItWasAlsoWhereItIsTwoHundredTimesSmaller(int length) {
        for (byte[] body : new byte[][] {CompressionCosts.json(length), new byte[length]}) {
            Optional<byte[]> packed = Lz4Body.packed(body);

            assertThat(packed.map(it -> Lz4Body.unpacked(ByteBuffer.wrap(it))).orElse(body))
                    .isEqualTo(body);
            assertThat(packed.isPresent()).isEqualTo(length > 100 || body[0] == 0);
        }
    }

    @Test
    void itIsReadByAnythingThatReadsBlocksAndChecksCrc32c() {
        byte[] body = CompressionCosts.json(3000);
        ByteBuffer packed = ByteBuffer.wrap(Lz4Body.packed(body).orElseThrow());

        assertThat(packed.getInt()).isEqualTo(body.length);
        java.util.zip.CRC32C checksum = new java.util.zip.CRC32C();
        checksum.update(body);
        assertThat(packed.getInt()).isEqualTo((int) checksum.getValue());
        assertThat(LZ4Factory.safeInstance().fastDecompressor().decompress(packed.array(), 8, body.length))
                .isEqualTo(body);
    }

    @Test
    void aBodyThatIsNotATenthSmallerWithAllThatComesBeforeItIsNone() {
        byte[] body = new byte[10_000];
        new Random(1).nextBytes(body);
        assertThat(Lz4Body.packed(body)).isEmpty();
        Arrays.fill(body, 0, 1020, (byte) 0);
        assertThat(Lz4Body.packed(body)).isEmpty();
        Arrays.fill(body, 0, 1200, (byte) 0);
        assertThat(Lz4Body.packed(body)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 9_999_999, 10_000_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void neitherLessNorMoreThanItsLengthComesOut(int length) {
        ByteBuffer packed = ByteBuffer.wrap(Lz4Body.packed(new byte[10_000_000]).orElseThrow());
        packed.putInt(0, length);

        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> Lz4Body.unpacked(packed));
    }

    @Test
    void anyDamageIsFoundAndNoOtherExceptionEscapes() {
        byte[] body = CompressionCosts.json(3000);
        byte[] packed = Lz4Body.packed(body).orElseThrow();
        int unread = 0;
        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] damaged = packed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            // a few name another place with the same bytes
            assertThat(unpacked(damaged).orElse(body)).as("bit %d", bit).isEqualTo(body);
            unread += unpacked(damaged).isPresent() ? 0 : 1;
        }
        assertThat(unread).isGreaterThan(packed.length * 8 * 99 / 100);
        for (int length = 8; length <= packed.length + 1; length++) {
            assertThat(unpacked(Arrays.copyOf(packed, length)).isPresent())
                    .as("%d bytes", length)
                    .isEqualTo(length == packed.length);
        }
        assertThatExceptionOfType(BufferUnderflowException.class)
                .isThrownBy(() -> Lz4Body.unpacked(ByteBuffer.wrap(packed, 0, 7)));
    }

    /** Whatever is written outside of what it may write to brings the machine down sooner or later. */
    @Test
    void noiseAndWhatIsHalfNoiseIsRefusedOrComesOutAsItWas() {
        Random random = new Random(1);
        byte[] body = CompressionCosts.json(3000);
        byte[] packed = Lz4Body.packed(body).orElseThrow();
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = Arrays.copyOf(packed, 8 + random.nextInt(packed.length - 7));
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            if (i % 4 == 0) {
                random.nextBytes(noise);
            }
            // a length that is not refused for itself
            ByteBuffer.wrap(noise).putInt(0, random.nextInt(noise.length * 4));
            assertThat(unpacked(noise).orElse(body)).as("%d", i).isEqualTo(body);
        }
    }

    @Test
    void aNumberOfBytesThatNoBlockCanBecomeTakesNoMemory() {
        ByteBuffer block = ByteBuffer.allocate(100).putInt(0, 92 * 255 + 1);

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Lz4Body.unpacked(block))
                .withMessageContaining("longer than any");
    }

    private static Optional<byte[]> unpacked(byte[] packed) {
        try {
            return Optional.of(Lz4Body.unpacked(ByteBuffer.wrap(packed)));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }
}
