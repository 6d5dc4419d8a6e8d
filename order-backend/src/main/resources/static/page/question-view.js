import { byId, refill } from "./dom.js";
import { orderLine } from "./order-line.js";

/**
 * The question whether a repetition is meant.
 *
 * @param {import("./store.js").Store<object>} store
 * @param {{onYes: (content: object) => void, onNo: () => void}} actions
 */
export function showQuestion(store, { onYes, onNo }) {
  const dialog = byId("question");
  const answer = (act) => () => {
    // answered once: a second press finds no question
    const question = store.state.question;
    if (question) {
      store.update({ question: null });
      act(question.content);
    }
  };
  byId("yes").addEventListener("click", answer(onYes));
  byId("no").addEventListener("click", answer(onNo));
  dialog.addEventListener("cancel", answer(onNo));

  store.show(["texts", "question", "products"], ({ texts, question, products }) => {
    if (!question) {
      dialog.close();
      return;
    }
    byId("question-text").textContent = texts.questionText(question.minutes);
    refill(byId("question-order"), [orderLine(question.existing, texts, products.items)]);
    if (!dialog.open) {
      dialog.showModal();
      byId("no").focus();
    }
  });
}
