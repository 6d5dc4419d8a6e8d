package io.oncegate.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The arguments of a {@code SET} whose value is in pieces. They are written to the connection's buffer one after the other, so
 * that a long value is never put together before.
 */
final class SetInPieces extends CommandArgs<byte[], byte[]> {

    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[][] pieces;
    private final CommandArgs<byte[], byte[]> afterThem;

    SetInPieces(byte[] key, Duration timeToLive, byte[]... pieces) {
        super(ByteArrayCodec.INSTANCE);
        addKey(key);
        this.pieces = pieces;
        this.afterThem = new CommandArgs<>(ByteArrayCodec.INSTANCE).add("PX").add(timeToLive.toMillis());
    }

    @Override
    public int count() {
        return super.count() + 1 + afterThem.count();
    }

    @Override
    public void encode(ByteBuf buffer) {
        super.encode(buffer);
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        buffer.writeByte('$').writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        buffer.writeBytes(LINE_END);
        for (byte[] piece : pieces) {
            buffer.writeBytes(piece);
        }
        buffer.writeBytes(LINE_END);
        afterThem.encode(buffer);
    }
}
