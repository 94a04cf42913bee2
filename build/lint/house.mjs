// Rules of this house that no package has.

/** @typedef {import('eslint').Rule.RuleModule} RuleModule */

/** @param {any} node */
const isConst = (node) =>
  node.typeAnnotation.type === 'TSTypeReference' && node.typeAnnotation.typeName.name === 'const';

/**
 * Whether a comment stands on the assertion's own line, or ends on the line before the assertion or its statement.
 * @param {import('eslint').SourceCode} code @param {any} node
 */
function isExplained(code, node) {
  let statement = node;
  while (statement.parent && !/Statement$|Declaration$|^Property$|Definition$|^JSXAttribute$/.test(statement.type)) {
    statement = statement.parent;
  }
  const first = statement.loc.start.line;
  const last = node.loc.end.line;
  return code.getAllComments().some(({ loc }) => loc && loc.end.line >= first - 1 && loc.start.line <= last);
}

/** @type {RuleModule} */
const explainedAssertion = {
  meta: {
    type: 'suggestion',
    docs: { description: 'an assertion overrules the compiler, so a comment says why it is right' },
    messages: {
      unexplained: '`as` overrules the compiler: say in a comment on this or the line before why it is right.',
    },
  },
  create: (context) => ({
    /** @param {any} node */
    TSAsExpression(node) {
      if (isConst(node) || isExplained(context.sourceCode, node)) return;
      context.report({ node, messageId: 'unexplained' });
    },
  }),
};

export const house = { rules: { 'explained-assertion': explainedAssertion } };
