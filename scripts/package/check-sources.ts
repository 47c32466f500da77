import path from 'node:path'
import ts from 'typescript'
import { miniprogramRoot, ownSources } from '../miniprogram-sources'
import type { CheckResult } from './check-result'

/** What a compiler may write another way: by the interface of the language's library that has it. */
const CHANGED: Readonly<Record<string, readonly string[]>> = {
  RegExp: ['source'],
  Function: ['name', 'toString'],
}

/**
 * Finds in the program's own modules what WeChat's compiler may change, so that they would run another way on a phone: the
 * text of a regular expression (classes are spelled out, flags go) and of a function, and functions' and classes' names.
 */
export function checkSources(): CheckResult {
  const files = ['.ts', '.js'].flatMap(ownSources).map((name) => path.join(miniprogramRoot, name))
  const failures = relianceOnCompiler(files)
  return { passed: failures.length === 0 ? files.length : 0, failures }
}

/** Each place in these files, with its line, that relies on it. */
export function relianceOnCompiler(files: readonly string[]): string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2018,
    lib: ['lib.es2019.d.ts'],
    module: ts.ModuleKind.CommonJS,
    strict: true,
    allowJs: true,
    noEmit: true,
    types: [],
  })
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)
    return source === undefined ? [`${file} cannot be read`] : new Finder(program, source).found
  })
}

class Finder {
  readonly found: string[] = []
  private readonly checker: ts.TypeChecker

  constructor(
    private readonly program: ts.Program,
    private readonly source: ts.SourceFile,
  ) {
    this.checker = program.getTypeChecker()
    this.look(source)
  }

  private look(node: ts.Node): void {
    const fault = this.faultOf(node)
    if (fault !== undefined) {
      const { line } = this.source.getLineAndCharacterOfPosition(node.getStart(this.source))
      this.found.push(
        `${this.source.fileName}:${line + 1} ${fault}: ${node.getText(this.source).slice(0, 80)}`,
      )
    }
    ts.forEachChild(node, (child) => this.look(child))
  }

  private faultOf(node: ts.Node): string | undefined {
    if (ts.isPropertyAccessExpression(node)) return this.memberFault(node.expression, node.name.text)
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      return this.memberFault(node.expression, node.argumentExpression.text)
    if (ts.isBindingElement(node)) return this.bindingFault(node)
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) return this.callFault(node)
    if (ts.isTemplateSpan(node)) return this.textFault(node.expression)
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return this.textFault(node.left) ?? this.textFault(node.right)
    return undefined
  }

  private memberFault(owner: ts.Expression, name: string): string | undefined {
    // Every object has one; a regular expression's says its source.
    if (name === 'toString' && this.isRegExp(owner)) return this.textFault(owner)
    return this.libraryFault(this.checker.getTypeAtLocation(owner), name)
  }

  private bindingFault({ parent, propertyName, name }: ts.BindingElement): string | undefined {
    const named = propertyName ?? name
    if (!ts.isObjectBindingPattern(parent) || !ts.isIdentifier(named)) return undefined
    return this.libraryFault(this.checker.getTypeAtLocation(parent), named.text)
  }

  /** Whether a member is the library's own and one of those; what a class of ours calls the same is its own affair. */
  private libraryFault(type: ts.Type, name: string): string | undefined {
    const members = this.parts(type).flatMap((part) => {
      const apparent = this.checker.getApparentType(part)
      return this.checker.getPropertyOfType(apparent, name) ?? this.memberOfFunction(apparent, name) ?? []
    })
    const owner = members
      .map((member) => this.libraryOwner(member))
      .find((each) => CHANGED[each]?.includes(name))
    return owner && `${owner}'s ${name} is what the compiler makes of it`
  }

  private memberOfFunction(type: ts.Type, name: string): ts.Symbol | undefined {
    if (!isCallable(type)) return undefined
    const functions = this.checker.resolveName('Function', undefined, ts.SymbolFlags.Type, false)
    return functions && this.checker.getDeclaredTypeOfSymbol(functions).getProperty(name)
  }

  /** The name of the library's interface that declares a member; empty for anybody else's. */
  private libraryOwner(member: ts.Symbol): string {
    const [declaration] = member.declarations ?? []
    const owner = declaration?.parent
    // A whole module has no parent.
    if (owner === undefined || !ts.isInterfaceDeclaration(owner)) return ''
    return this.program.isSourceFileDefaultLibrary(owner.getSourceFile()) ? owner.name.text : ''
  }

  private callFault(node: ts.NewExpression | ts.CallExpression): string | undefined {
    const [first] = node.arguments ?? []
    if (first === undefined || !ts.isIdentifier(node.expression)) return undefined
    const called = node.expression.text
    if (called === 'String') return this.textFault(first)
    if (called !== 'RegExp' || !this.isRegExp(first)) return undefined
    return 'a regular expression made of another has the text that the compiler gave that one'
  }

  /** What is made a text of. */
  private textFault(expression: ts.Expression): string | undefined {
    const isFunction = this.parts(this.checker.getTypeAtLocation(expression)).some(isCallable)
    if (!isFunction && !this.isRegExp(expression)) return undefined
    return 'its text is what the compiler makes of it'
  }

  private isRegExp(expression: ts.Expression): boolean {
    return this.parts(this.checker.getTypeAtLocation(expression)).some(
      ({ symbol }) => symbol?.name === 'RegExp',
    )
  }

  private parts(type: ts.Type): readonly ts.Type[] {
    return type.isUnion() ? type.types : [type]
  }
}

function isCallable(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0
}
