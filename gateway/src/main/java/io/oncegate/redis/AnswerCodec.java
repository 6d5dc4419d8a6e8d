package io.oncegate.redis;

import io.oncegate.core.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The bytes of an answer, and of the fact that there was one: the tails of records. */
final class AnswerCodec {

    static final int MAX_SHORT = 0xffff;

    private AnswerCodec() {}

    /** Writes a fact. */
    static byte[] fact(int status, Optional<String> location) {
        byte[] text = utf8(location.orElse(""));
        return ByteBuffer.allocate(4 + text.length)
                .putShort((short) status)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    /** Reads a fact. */
    static Answer.NotKept fact(ByteBuffer record) {
        int status = checkedStatus(record);
        String location = text(record, record.getShort() & MAX_SHORT);
        return new Answer.NotKept(status, Optional.of(location).filter(it -> !it.isEmpty()));
    }

    /** Reads the status and nothing that follows it. */
    static Answer.Kept status(ByteBuffer record) {
        return new Answer.Kept(checkedStatus(record), List.of(), new byte[0]);
    }

    /** Writes an answer. */
    static byte[] kept(Answer.Kept answer) {
        return joined(
                fact(answer.status(), answer.location()),
                ContentCodec.content(answer, BodyCompression.off()).joined());
    }

    static byte[] joined(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] piece : pieces) {
            joined.put(piece);
        }
        return joined.array();
    }

    /** Reads an answer, to the end of the record. */
    static Answer.Kept answer(ByteBuffer record) {
        byte version = version(record);
        return ContentCodec.read(version, fact(record), record);
    }

    /** Reads an answer whose content is sealed, to the end of the record. */
    static Answer.Kept sealed(ByteBuffer record, Opening opening) {
        ByteBuffer read = record.duplicate();
        Answer.NotKept fact = fact(record);
        byte[] readable = new byte[record.position() - read.position()];
        read.get(readable);
        byte[] sealed = rest(record);
        if (sealed.length == 0) {
            throw new UnreadableRecordException("what is sealed is missing", null);
        }
        byte version = version(record);
        byte[] content = opening.open(version, readable, sealed)
                .orElseThrow(() -> new UnreadableRecordException("the answer does not open", null));
        return ContentCodec.read(version, fact, ByteBuffer.wrap(content));
    }

    /** The record's first byte, wherever it is read just now. */
    private static byte version(ByteBuffer record) {
        return record.get(0);
    }

    /** Opens what is sealed behind a fact. */
    interface Opening {
        /** The content; empty where it does not open. */
        Optional<byte[]> open(byte version, byte[] fact, byte[] sealed);
    }

    static byte[] rest(ByteBuffer record) {
        byte[] rest = new byte[record.remaining()];
        record.get(rest);
        return rest;
    }

    /** Three digits, as an answer's has and no other can be written to a client. */
    private static int checkedStatus(ByteBuffer record) {
        int status = record.getShort() & MAX_SHORT;
        if (status < 100 || status > 999) {
            throw new UnreadableRecordException("the record's status is none", null);
        }
        return status;
    }

    /** As much of an answer as the layout's length fields hold: one whose headers do not fit is a fact only. */
    static Answer fitting(Answer answer) {
        return answer.fold(
                kept -> fits(kept) ? kept : notKept(kept.status(), kept.location()),
                notKept -> notKept(notKept.status(), notKept.location()));
    }

    private static Answer notKept(int status, Optional<String> location) {
        return new Answer.NotKept(status, location.filter(it -> utf8(it).length <= MAX_SHORT));
    }

    private static boolean fits(Answer.Kept answer) {
        return answer.headers().size() <= 0xff
                && answer.headers().stream()
                        .allMatch(header ->
                                utf8(header.name()).length <= 0xff && utf8(header.value()).length <= MAX_SHORT);
    }

    static boolean isLocation(Answer.Header header) {
        return header.name().equalsIgnoreCase("Location");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(ByteBuffer record, int length) {
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
