package io.oncegate.edge;

/**
 * A member of a request's body, or a parameter, that is at fault.
 *
 * @param field its name
 * @param message what is wrong, in words that follow the name: "must be positive"
 */
public record FieldFault(String field, String message) {}
