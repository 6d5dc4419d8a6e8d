package io.oncegate.feedback.web;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oncegate.edge.Caller;
import io.oncegate.edge.FieldFault;
import io.oncegate.edge.PathId;
import io.oncegate.edge.Problem;
import io.oncegate.edge.UtcTime;
import io.oncegate.feedback.Feedback;
import io.oncegate.feedback.FeedbackService;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Feedback over HTTP. Keys mean nothing here: two requests are two opinions. */
@RestController
@RequestMapping(FeedbackController.PATH)
final class FeedbackController {

    static final String PATH = "/api/feedback";

    private static final Problem NOT_FOUND =
            Problem.refusal(HttpStatus.NOT_FOUND, "feedback-not-found", "You have given no feedback with this id.");
    private static final Problem INVALID = Problem.refusal(
                    HttpStatus.BAD_REQUEST, "feedback-invalid", "The feedback has a field at fault.")
            .with(List.of(new FieldFault("text", "must be 1 to " + Feedback.MAX_LENGTH + " characters of text")));

    private final FeedbackService service;

    FeedbackController(FeedbackService service) {
        this.service = service;
    }

    @PostMapping
    ResponseEntity<Object> submit(Caller caller, @RequestBody FeedbackRequest request) {
        String text = request.text();
        if (text == null || !Feedback.isText(text)) {
            return INVALID.answer();
        }
        Feedback feedback = service.submit(caller.userId(), text);
        return ResponseEntity.created(URI.create(PATH + "/" + feedback.feedbackId()))
                .body(FeedbackBody.of(feedback));
    }

    @GetMapping("/{feedbackId}")
    ResponseEntity<Object> get(Caller caller, @PathVariable String feedbackId) {
        return PathId.read(feedbackId)
                .flatMap(id -> service.find(caller.userId(), id))
                .map(feedback -> ResponseEntity.ok((Object) FeedbackBody.of(feedback)))
                .orElseGet(NOT_FOUND::answer);
    }

    @GetMapping
    FeedbackList list(Caller caller) {
        return new FeedbackList(
                service.latest(caller.userId()).stream().map(FeedbackBody::of).toList());
    }

    record FeedbackRequest(@Nullable String text) {}

    record FeedbackList(List<FeedbackBody> feedback) {}

    @JsonPropertyOrder({"feedbackId", "userId", "text", "createdAt"})
    record FeedbackBody(String feedbackId, String userId, String text, String createdAt) {

        static FeedbackBody of(Feedback feedback) {
            return new FeedbackBody(
                    feedback.feedbackId().toString(),
                    feedback.userId(),
                    feedback.text(),
                    UtcTime.format(feedback.createdAt()));
        }
    }
}
