package io.oncegate.ops;

/** What an operator asks for makes no sense; the message says why. */
final class RefusedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedRequestException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    DeskReply reply() {
        return DeskReply.problem(400, code, String.valueOf(getMessage()));
    }
}
