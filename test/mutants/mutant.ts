import ts from 'typescript';

/** One change of a source that its tests should notice: the text from `start` to `end` is another one. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** What stands for an operator. */
const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);

/** What stands for a method or function of the language. */
const METHODS: ReadonlyMap<string, string> = new Map(
  [
    ['some', 'every'],
    ['startsWith', 'endsWith'],
    ['min', 'max'],
    ['find', 'findLast'],
    ['trimStart', 'trimEnd'],
  ].flatMap(([one = '', other = '']) => [
    [one, other],
    [other, one],
  ]),
);

/** All changes of one operator each that a source allows, in its order. Pure. */
export function mutantsOf(source: string): Mutant[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node) => {
    // Types are gone when tests run, and a module that isn't found is no test's merit.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    found.push(...changesOf(node, file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The source with a change. */
export function mutated(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

function changesOf(node: ts.Node, file: ts.SourceFile): Mutant[] {
  const instead = (of: ts.Node, replacement: string): Mutant[] => [
    { start: of.getStart(file), end: of.getEnd(), replacement },
  ];
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken, right } = node;
    // Without what is taken where there is nothing; what is taken apart has to be something.
    if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
      return isTakenApart(node) ? [] : instead(node, left.getText(file));
    }
    const isText = [left, right].some((side) => isTextLike(side));
    const other = OPERATORS.get(operatorToken.kind);
    return other === undefined || isText ? [] : instead(operatorToken, other);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return instead(node, node.operand.getText(file));
  }
  if (ts.isConditionalExpression(node)) {
    return instead(node.condition, `!(${node.condition.getText(file)})`);
  }
  if (ts.isIfStatement(node) && node.elseStatement === undefined && leaves(node.thenStatement)) {
    return instead(node.expression, 'false');
  }
  if (ts.isNumericLiteral(node)) {
    return instead(node, String(Number(node.text) + 1));
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return instead(node, 'false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) return instead(node, 'true');
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
    const other = METHODS.get(node.name.text);
    return other === undefined || node.parent.expression !== node ? [] : instead(node.name, other);
  }
  return [];
}

/** What `+` puts together as text; another operator would make no number of it. */
function isTextLike(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return isTextLike(node.left) || isTextLike(node.right);
  }
  return ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);
}

/** Whether a value is taken apart where it is made, as in `const [first] = found ?? []`. */
function isTakenApart({ parent }: ts.Expression): boolean {
  return ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name);
}

/** Whether a statement ends what it is in: a function, a loop. */
function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}
