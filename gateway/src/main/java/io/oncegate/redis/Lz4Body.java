package io.oncegate.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * A body as one LZ4 block, behind its length before and its CRC-32C, four bytes each: the checksum tells a damaged body from
 * a whole one. Written and read by liblz4 where it runs, which takes a third of the time that Java takes, or less. Of its ways to
 * read a block, this is the one that keeps within its bounds whatever it is given: nothing in Redis brings down more than that.
 */
final class Lz4Body {

    private static final int PREFIX = 2 * Integer.BYTES;

    /** A tenth has to be saved: less is not worth reading it back for every replay. */
    private static final double WORTH_IT = 0.9;

    /** No block makes more of a byte. A length that is longer than that is damaged, and takes no memory. */
    private static final long MOST_OF_A_BYTE = 255;

    private static final LZ4Factory FACTORY = factory();
    private static final LZ4Compressor COMPRESSOR = FACTORY.fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR = FACTORY.safeDecompressor();

    private Lz4Body() {}

    private static LZ4Factory factory() {
        try {
            return LZ4Factory.nativeInstance();
        } catch (LinkageError | RuntimeException e) {
            // there is none for this machine, or nowhere to put it
            return LZ4Factory.safeInstance();
        }
    }

    /** The body made smaller; empty where that saves less than a tenth. */
    static Optional<byte[]> packed(byte[] body) {
        byte[] packed = new byte[PREFIX + COMPRESSOR.maxCompressedLength(body.length)];
        int length = PREFIX + COMPRESSOR.compress(body, 0, body.length, packed, PREFIX, packed.length - PREFIX);
        if (length > body.length * WORTH_IT) {
            return Optional.empty();
        }
        ByteBuffer.wrap(packed).putInt(body.length).putInt(checksum(body));
        return Optional.of(Arrays.copyOf(packed, length));
    }

    /**
     * The body as it was.
     *
     * @param packed from its position to its end
     * @throws UnreadableRecordException if that does not come out
     * @throws java.nio.BufferUnderflowException if it ends ahead of the block
     */
    static byte[] unpacked(ByteBuffer packed) {
        int length = packed.getInt();
        int checksum = packed.getInt();
        byte[] block = AnswerCodec.rest(packed);
        if (length < 0 || length > block.length * MOST_OF_A_BYTE) {
            throw new UnreadableRecordException("the body is longer than any", null);
        }
        byte[] body = new byte[length];
        try {
            if (DECOMPRESSOR.decompress(block, 0, block.length, body, 0, length) != length
                    || checksum(body) != checksum) {
                throw new UnreadableRecordException("the body is not as it was", null);
            }
        } catch (LZ4Exception e) {
            throw new UnreadableRecordException("the body is damaged", e);
        }
        return body;
    }

    private static int checksum(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body, 0, body.length);
        return (int) checksum.getValue();
    }
}
