package io.oncegate.core;

/**
 * The parts of a request that make it this request and no other (contract 3: method, target, media type, body).
 *
 * @param method the HTTP method
 * @param target path and query as the client sent them
 * @param mediaType the {@code Content-Type} as the client sent it, empty when there is none
 * @param body the body's bytes; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read once, for its fingerprint; never compared
public record RequestContent(String method, String target, String mediaType, byte[] body) {}
